import { Environment } from '../environment';

/** Value of the managed-by tag and label. */
const MANAGER = 'crossplane';

const ENVIRONMENT_LABEL = 'mlflow-environment';
const OWNER_ANNOTATION = 'mlops.example.com/owner';
const COST_CENTER_ANNOTATION = 'mlops.example.com/cost-center';

type Entries = [key: string, value: string | undefined][];

function tagEntries({ name, parameters, settings }: Environment): Entries {
  const { keys, extra } = settings.tags;
  return [
    ...Object.entries(extra),
    [keys.environment, name],
    [keys.owner, parameters.owner],
    [keys.costCenter, parameters.costCenter],
    [keys.stage, parameters.stage],
    [keys.managedBy, MANAGER],
  ];
}

/**
 * Works something out once for each environment: every one of its objects carries it. Each caller gets a copy, because YAML
 * writes what is the same object as a reference.
 */
function oncePerEnvironment(
  work: (environment: Environment) => Record<string, string>,
): (environment: Environment) => Record<string, string> {
  const known = new WeakMap<Environment, Record<string, string>>();
  return environment => {
    const result = known.get(environment) ?? work(environment);
    known.set(environment, result);
    return { ...result };
  };
}

function escapeAll(
  entries: Entries,
  escape: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    entries
      .map(([key, value]) => [key, escape(value ?? '')])
      .filter(([, value]) => value !== ''),
  );
}

/**
 * A value as AWS takes it in a tag: letters, digits, space and `_ . : / = + - @`, at most 256 characters
 * (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html).
 */
export function toAwsTagValue(value: string): string {
  const legal = value.replace(/[^\p{L}\p{N} _.:/=+\-@]/gu, '-');
  return Array.from(legal).slice(0, 256).join('').trim();
}

/** A value as Atlas takes it in a tag: letters, digits, space and `; @ _ - . +`, at most 255 characters. */
export function toAtlasTagValue(value: string): string {
  return value
    .replace(/[:/]/g, '.')
    .replace(/[^A-Za-z0-9 ;@_\-.+]/g, '-')
    .slice(0, 255)
    .trim();
}

/** A value as Kubernetes takes it in a label: at most 63 letters, digits and `- _ .`, a letter or digit at both ends. */
export function toLabelValue(value: string): string {
  const trimEnds = (text: string) =>
    text.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const legal = value.replace(/[:/]/g, '.').replace(/[^A-Za-z0-9_.-]/g, '-');
  return trimEnds(trimEnds(legal).slice(0, 63));
}

/** Tags of an AWS resource. */
export const awsTags = oncePerEnvironment(environment =>
  escapeAll(tagEntries(environment), toAwsTagValue),
);

/** Tags of an Atlas project or cluster. */
export const atlasTags = oncePerEnvironment(environment =>
  escapeAll(tagEntries(environment), toAtlasTagValue),
);

/** Labels that select the server's pods. They never change: a Deployment's selector is immutable. */
export function selectorLabels({ names }: Environment): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'mlflow',
    'app.kubernetes.io/instance': names.object,
  };
}

/** Labels of every Kubernetes object: the tags, and those that are the same on every platform. */
export const objectLabels = oncePerEnvironment(environment => ({
  ...escapeAll(tagEntries(environment), toLabelValue),
  // By this one the pods of an environment are found, whatever key the platform bills by.
  [ENVIRONMENT_LABEL]: environment.name,
  ...selectorLabels(environment),
  'app.kubernetes.io/managed-by': MANAGER,
}));

/** What a label can't carry unchanged. */
export const objectAnnotations = oncePerEnvironment(({ parameters }) =>
  escapeAll(
    [
      [OWNER_ANNOTATION, parameters.owner],
      [COST_CENTER_ANNOTATION, parameters.costCenter],
    ],
    value => value,
  ),
);
