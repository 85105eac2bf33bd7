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
import { validateClaim } from './validateClaim';
import { isMapping, readOptions } from './yamlRead';

/**
 * A claim where it is written.
 *
 * @public
 */
export interface WrittenClaim {
  /** It has a name and a mapping of parameters; more isn't certain before it is validated. */
  claim: EnvironmentClaim;
  /**
   * What the API server would refuse it for, see {@link validateClaim}.
   *
   * @param old - the claim as it is now, for what may not change
   */
  validate(old?: EnvironmentClaim): ClaimFileProblem[];
  /**
   * A problem with one of its fields, at the field or the closest that is written of it.
   *
   * @param field - like `['metadata', 'annotations', 'example.com/a']`
   */
  problemAt(
    field: readonly (string | number)[],
    message: string,
  ): ClaimFileProblem;
}

/**
 * What a file says, as far as it can be read.
 *
 * @public
 */
export interface ClaimFile {
  claims: WrittenClaim[];
  /** Kubernetes objects of other kinds, each with where it starts. */
  others: { kind: string; line: number; column: number }[];
  /** What is not YAML, not a Kubernetes object or not a claim although it means to be one. */
  problems: ClaimFileProblem[];
}

/**
 * Reads a file that may hold claims.
 *
 * @param path - the file's path, for the problems
 * @public
 */
export function readClaimFile(text: string, path: string): ClaimFile {
  const lines = new LineCounter();
  const file: ClaimFile = { claims: [], others: [], problems: [] };
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problemAt = (offset: number, message: string): ClaimFileProblem => ({
    path,
    ...placeOf(offset),
    message,
  });

  const documents: Document[] = [
    ...parseAllDocuments(text, { ...readOptions, lineCounter: lines }),
  ];
  for (const document of documents) {
    if (document.errors.length > 0) {
      for (const error of document.errors) {
        file.problems.push(problemAt(error.pos[0], error.message));
      }
    } else if (isClaimLike(document)) {
      const read = readClaim(document);
      if ('message' in read) {
        file.problems.push(problemAt(read.offset, read.message));
      } else {
        file.claims.push(writtenClaim(read.claim, document, problemAt));
      }
    } else if (isMapping(document)) {
      const kind = document.get('kind');
      file.others.push({
        kind: typeof kind === 'string' ? kind : 'mapping without a kind',
        ...placeOf(offsetOf(document, [])),
      });
    } else if (!isEmpty(document)) {
      file.problems.push(
        problemAt(
          offsetOf(document, []),
          'is not a Kubernetes object: expected a mapping with apiVersion and kind',
        ),
      );
    }
  }
  return file;
}

function writtenClaim(
  claim: EnvironmentClaim,
  document: Document,
  problemAt: (offset: number, message: string) => ClaimFileProblem,
): WrittenClaim {
  return {
    claim,
    problemAt: (field, message) =>
      problemAt(offsetOf(document, field), message),
    validate: old =>
      validateClaim(claim, { old }).map(({ path, message }) =>
        problemAt(
          offsetOf(document, splitPath(path)),
          path === '' ? message : `${path}: ${message}`,
        ),
      ),
  };
}

/** `spec.allowedCidrs[1]` as the keys that lead there. */
function splitPath(path: string): (string | number)[] {
  return (path.match(/[^.[\]]+/g) ?? []).map(part =>
    /^\d+$/.test(part) ? Number(part) : part,
  );
}

function readClaim(
  document: Document,
): { claim: EnvironmentClaim } | { offset: number; message: string } {
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // aliases that point nowhere, or so many that the file would explode
    return { offset: offsetOf(document, []), message: messageOf(error) };
  }
  const problem = shapeProblem(value);
  return problem
    ? { offset: offsetOf(document, problem.path), message: problem.message }
    : { claim: value as EnvironmentClaim };
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
function offsetOf(
  document: Document,
  path: readonly (string | number)[],
): number {
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
