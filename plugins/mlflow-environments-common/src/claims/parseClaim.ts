import { InputError } from '@backstage/errors';
import {
  Document,
  isNode,
  isScalar,
  LineCounter,
  parseAllDocuments,
} from 'yaml';
import {
  ENVIRONMENT_API_GROUP,
  ENVIRONMENT_API_VERSION,
  ENVIRONMENT_KIND,
} from '../environment/constants';
import { isObject } from './objects';
import { ClaimFileProblem, EnvironmentClaim } from './types';
import { isMapping, readOptions } from './yamlRead';

/**
 * Reads every claim of a file. Documents of other kinds are passed over: a file may hold more than claims.
 *
 * A claim that comes back has a name and a mapping of parameters; {@link validateClaim} judges the rest of it.
 *
 * @param path - the file's path, for the problems
 * @public
 */
export function parseClaims(
  text: string,
  path: string,
): { claims: EnvironmentClaim[]; problems: ClaimFileProblem[] } {
  const lines = new LineCounter();
  const claims: EnvironmentClaim[] = [];
  const problems: ClaimFileProblem[] = [];
  const report = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    problems.push({
      path,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      message,
    });
  };

  const documents: Document[] = [
    ...parseAllDocuments(text, { ...readOptions, lineCounter: lines }),
  ];
  for (const document of documents) {
    if (document.errors.length > 0) {
      for (const error of document.errors) report(error.pos[0], error.message);
    } else if (isClaimLike(document)) {
      const claim = readClaim(document, report);
      if (claim) claims.push(claim);
    } else if (!isMapping(document) && !isEmpty(document)) {
      report(
        offsetOf(document, []),
        'is not a Kubernetes object: expected a mapping with apiVersion and kind',
      );
    }
  }
  return { claims, problems };
}

/**
 * Reads a file that holds one claim, possibly among documents of other kinds.
 *
 * @throws InputError that names file, line and column of everything wrong with it
 * @public
 */
export function parseClaim(text: string, path: string): EnvironmentClaim {
  const { claims, problems } = parseClaims(text, path);
  if (problems.length > 0) {
    throw new InputError(problems.map(formatFileProblem).join('\n'));
  }
  if (claims.length !== 1) {
    throw new InputError(
      claims.length === 0
        ? `${path}: holds no ${ENVIRONMENT_KIND}`
        : `${path}: holds ${claims.length} environments (${claims
            .map(claim => claim.metadata.name)
            .join(', ')}) where one is expected`,
    );
  }
  return claims[0];
}

/**
 * A problem in the form that compilers use, which editors turn into links: `file:line:column: message`.
 *
 * @public
 */
export function formatFileProblem(problem: ClaimFileProblem): string {
  const { path, line, column, message } = problem;
  return `${path}:${line}:${column}: ${message}`;
}

type Report = (offset: number, message: string) => void;

function readClaim(
  document: Document,
  report: Report,
): EnvironmentClaim | undefined {
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // aliases that point nowhere, or so many that the file would explode
    report(offsetOf(document, []), messageOf(error));
    return undefined;
  }
  const problem = shapeProblem(value);
  if (problem) {
    report(offsetOf(document, problem.path), problem.message);
    return undefined;
  }
  return value as EnvironmentClaim;
}

/** The first thing that keeps a value from being a claim at all. */
function shapeProblem(
  value: unknown,
): { path: string[]; message: string } | undefined {
  if (!isObject(value)) return { path: [], message: 'is not a mapping' };
  if (value.kind !== ENVIRONMENT_KIND) {
    return {
      path: ['kind'],
      message: `kind ${value.kind} is unknown, a claim is of kind ${ENVIRONMENT_KIND}`,
    };
  }
  if (value.apiVersion !== ENVIRONMENT_API_VERSION) {
    return {
      path: ['apiVersion'],
      message: `apiVersion of a claim is ${ENVIRONMENT_API_VERSION}`,
    };
  }
  const { metadata, spec } = value;
  if (!isObject(metadata)) {
    return { path: ['metadata'], message: 'metadata must be a mapping' };
  }
  if (typeof metadata.name !== 'string' || metadata.name === '') {
    return {
      path: ['metadata', 'name'],
      message: 'metadata.name must be a non-empty string',
    };
  }
  if (
    metadata.namespace !== undefined &&
    typeof metadata.namespace !== 'string'
  ) {
    return {
      path: ['metadata', 'namespace'],
      message: 'metadata.namespace must be a string',
    };
  }
  for (const field of ['annotations', 'labels']) {
    if (!isStringMap(metadata[field])) {
      return {
        path: ['metadata', field],
        message: `metadata.${field} must be a mapping of strings`,
      };
    }
  }
  if (!isObject(spec) || !isObject(spec.parameters)) {
    return {
      path: ['spec', 'parameters'],
      message: 'spec.parameters must be a mapping',
    };
  }
  return undefined;
}

function isStringMap(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (isObject(value) &&
      Object.values(value).every(entry => typeof entry === 'string'))
  );
}

/** Whether a document means to be one of ours, even if it gets the version or, like the older claims, the kind wrong. */
function isClaimLike(document: Document): boolean {
  if (!isMapping(document)) return false;
  const apiVersion = document.get('apiVersion');
  return (
    document.get('kind') === ENVIRONMENT_KIND ||
    (typeof apiVersion === 'string' &&
      apiVersion.startsWith(`${ENVIRONMENT_API_GROUP}/`))
  );
}

function isEmpty(document: Document): boolean {
  const contents: unknown = document.contents;
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** Where a field is, or the closest that the document has of it. */
function offsetOf(document: Document, path: string[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  const contents: unknown = document.contents;
  return isNode(contents) ? contents.range?.[0] ?? 0 : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
