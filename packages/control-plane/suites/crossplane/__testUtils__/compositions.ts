import { isDeepStrictEqual } from 'node:util';
import { KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { eventually } from '../../__testUtils__/eventually';
import { shipped } from '../../__testUtils__/manifests';

const FIELD_MANAGER = 'suites';
/** The channel that environments follow by themselves. */
const STABLE = { channel: 'stable' };
const COMPOSITION = {
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'Composition',
};
const COMPOSITION_REVISION = { ...COMPOSITION, kind: 'CompositionRevision' };
const FUNCTION_REVISION = {
  apiVersion: 'pkg.crossplane.io/v1',
  kind: 'FunctionRevision',
};

/** How a composition of a suite's own differs from the one that is shipped. */
export interface CompositionChanges {
  labels?: Record<string, string>;
  /** Which function it calls. */
  functionName?: string;
  /** Changes the settings in place. */
  settings?(settings: PlatformSettingsInput): void;
}

/** The members of the settings that suites change. */
export interface PlatformSettingsInput {
  regions: string[];
  tags: { extra: Record<string, string> };
}

interface CompositionSpec {
  pipeline: {
    functionRef: { name: string };
    input: { spec: PlatformSettingsInput };
  }[];
}

/**
 * Applies the shipped composition under another name and with changes, and resolves with the name of the revision that it makes
 * once Crossplane has found that valid.
 */
export async function applyComposition(
  client: KubeClient,
  name: string,
  { labels = STABLE, functionName, settings }: CompositionChanges = {},
): Promise<string> {
  const [composition] = shipped('apis/mlflowenvironments/composition.yaml');
  const { pipeline } = composition.spec as unknown as CompositionSpec;
  const [step] = pipeline;
  step.functionRef.name = functionName ?? step.functionRef.name;
  settings?.(step.input.spec);
  const applied = await client.apply(
    { ...composition, metadata: { name, labels } },
    FIELD_MANAGER,
  );
  return eventually(async () => {
    const revision = newest(await revisionsOf(client, name));
    return (
      revision &&
      isDeepStrictEqual(revision.spec?.pipeline, applied.spec?.pipeline) &&
      isDeepStrictEqual(ownLabelsOf(revision), labels) &&
      isValid(revision) &&
      revision.metadata.name
    );
  });
}

/** Removes a composition; its revisions go with it. */
export async function deleteComposition(
  client: KubeClient,
  name: string,
): Promise<void> {
  await client.delete({ ...COMPOSITION, name });
}

/** Has Crossplane find a function under another name, at an endpoint of ours. */
export async function registerFunction(
  client: KubeClient,
  name: string,
  endpoint: string,
): Promise<void> {
  await client.apply(
    {
      ...FUNCTION_REVISION,
      metadata: { name, labels: { 'pkg.crossplane.io/package': name } },
      spec: {
        desiredState: 'Active',
        image: `${name}:suites`,
        packagePullPolicy: 'Never',
        revision: 1,
      },
    },
    FIELD_MANAGER,
  );
  await client.merge(
    { ...FUNCTION_REVISION, name },
    { status: { endpoint, capabilities: ['composition'] } },
    'status',
  );
}

export async function deregisterFunction(
  client: KubeClient,
  name: string,
): Promise<void> {
  await client.delete({ ...FUNCTION_REVISION, name });
}

async function revisionsOf(
  client: KubeClient,
  name: string,
): Promise<KubeObject[]> {
  const { items } = await client.list(COMPOSITION_REVISION, {
    labelSelector: `crossplane.io/composition-name=${name}`,
  });
  return items;
}

function newest(revisions: KubeObject[]): KubeObject | undefined {
  const number = ({ spec }: KubeObject) => Number(spec?.revision);
  return [...revisions].sort((a, b) => number(b) - number(a))[0];
}

/** The labels that the composition gave it. */
function ownLabelsOf({ metadata }: KubeObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata.labels ?? {}).filter(
      ([key]) => !key.startsWith('crossplane.io/'),
    ),
  );
}

function isValid({ status }: KubeObject): boolean {
  const conditions = (status?.conditions ?? []) as {
    type: string;
    status: string;
  }[];
  return conditions.some(
    condition =>
      condition.type === 'ValidPipeline' && condition.status === 'True',
  );
}
