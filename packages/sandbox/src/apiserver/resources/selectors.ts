import { badRequest } from '../model/status';
import { valueAt, type KubeObject } from '../model/objects';

/** Says whether an object is wanted. */
export type Selector = (object: KubeObject) => boolean;

/** Splits at commas that are not inside parentheses. */
function splitTerms(text: string): string[] {
  return text.split(/,(?![^(]*\))/).map(term => term.trim());
}

type Labels = { [key: string]: string };

function labelTerm(term: string): (labels: Labels) => boolean {
  const setBased = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
  if (setBased) {
    const [, key, operator, list] = setBased;
    const values = list.split(',').map(value => value.trim());
    return labels => {
      const isIn = key in labels && values.includes(labels[key]);
      return operator === 'in' ? isIn : !isIn;
    };
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!,()]*)$/.exec(term);
  if (equality) {
    const [, key, operator, value] = equality;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const exists = /^(!?)\s*([^\s=!,()]+)$/.exec(term);
  if (exists) {
    const [, not, key] = exists;
    return labels => key in labels !== Boolean(not);
  }
  throw badRequest(
    `unable to parse requirement: found '${term}', expected: a label requirement such as 'key=value', 'key in (a, b)' or '!key'`,
  );
}

/**
 * Reads `labelSelector`.
 * @throws ApiError 400 when it cannot be read
 */
export function parseLabelSelector(text: string): Selector | undefined {
  if (!text.trim()) return undefined;
  const terms = splitTerms(text).map(labelTerm);
  return ({ metadata }) =>
    terms.every(matches => matches(metadata.labels ?? {}));
}

const EVENT_FIELDS = [
  'involvedObject.kind',
  'involvedObject.namespace',
  'involvedObject.name',
  'involvedObject.uid',
  'involvedObject.apiVersion',
  'involvedObject.resourceVersion',
  'involvedObject.fieldPath',
  'reason',
  'reportingComponent',
  'source',
  'type',
];

const FIELDS: { [collection: string]: string[] } = {
  '/events': EVENT_FIELDS,
  '/pods': ['status.phase', 'spec.nodeName', 'spec.restartPolicy'],
  '/namespaces': ['status.phase'],
  '/secrets': ['type'],
};

function unsupportedField(field: string, collection: string): string {
  const isPlainCore = collection.startsWith('/') && !FIELDS[collection];
  return isPlainCore
    ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
    : `field label not supported: ${field}`;
}

/**
 * Reads `fieldSelector`; every kind has metadata.name and metadata.namespace, some have more.
 * @throws ApiError 400 when it names a field that the kind does not offer
 */
export function parseFieldSelector(
  text: string,
  collection: string,
): Selector | undefined {
  if (!text.trim()) return undefined;
  const supported = [
    'metadata.name',
    'metadata.namespace',
    ...(FIELDS[collection] ?? []),
  ];
  const terms = text.split(',').map(term => {
    const match = /^\s*([^=!\s]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(term);
    if (!match) {
      throw badRequest(
        `invalid selector: '${text}'; can't understand '${term}'`,
      );
    }
    const [, field, operator, value] = match;
    if (!supported.includes(field)) {
      throw badRequest(unsupportedField(field, collection));
    }
    return (object: KubeObject) => {
      const actual = valueAt(object, ...field.split('.')) ?? '';
      return (actual === value) === (operator !== '!=');
    };
  });
  return object => terms.every(matches => matches(object));
}

/** Both at once; undefined when everything is wanted. */
export function bothSelectors(
  a: Selector | undefined,
  b: Selector | undefined,
): Selector | undefined {
  return a && b ? object => a(object) && b(object) : a ?? b;
}
