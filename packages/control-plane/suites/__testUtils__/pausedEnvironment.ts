import {
  compose,
  KubernetesObject,
  Observed,
  parseSettings,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { KubeClient, KubeObject } from '@mlops-platform/sandbox';

const READY = ['Synced', 'Ready', 'Available'].map(type => ({
  type,
  status: 'True',
  reason: 'Available',
  lastTransitionTime: '2026-11-01T10:00:00Z',
}));

/** What providers report, where the rest of an environment waits for it. */
const REPORTED = {
  conditions: READY,
  atProvider: {
    id: '65f0a1b2c3d4e5f601234567',
    connectionStrings: {
      standardSrv: 'mongodb+srv://mlflow.ab1cd.mongodb.net',
    },
  },
};

/** Everything that is composed in the end, if whatever it waits for becomes ready. */
export function finallyComposed(
  xr: KubeObject,
  settings: PlatformSettings,
  password: string,
): { name: string; object: KubernetesObject }[] {
  const observed: Record<string, Observed[string]> = {};
  for (;;) {
    const { resources } = compose(asComposite(xr), observed, settings);
    const added = resources.filter(({ name }) => !(name in observed));
    if (added.length === 0) {
      return resources;
    }
    for (const { name, object } of added) {
      observed[name] = {
        object: { ...object, status: REPORTED },
        connectionDetails: { password },
      };
    }
  }
}

/**
 * Makes an environment with every kind of resource that the settings and the claim allow, all by hand: it is paused, so
 * that Crossplane, where it runs, leaves it alone.
 *
 * @returns what it consists of
 */
export async function createPausedEnvironment(
  client: KubeClient,
  claim: KubeObject,
  settings: PlatformSettings,
  password: string,
): Promise<KubernetesObject[]> {
  const xr = await client.create({
    ...claim,
    metadata: {
      ...claim.metadata,
      annotations: { 'crossplane.io/paused': 'true' },
    },
  });
  const { name = '', namespace } = claim.metadata;
  const resources = finallyComposed(xr, settings, password);
  const { apiVersion, kind } = xr;
  for (const { name: resourceName, object } of resources) {
    await client.create({
      ...object,
      metadata: {
        ...object.metadata,
        namespace,
        labels: { ...object.metadata.labels, 'crossplane.io/composite': name },
        annotations: {
          ...object.metadata.annotations,
          'crossplane.io/composition-resource-name': resourceName,
        },
        ownerReferences: [
          {
            apiVersion,
            kind,
            name,
            uid: xr.metadata.uid ?? '',
            controller: true,
          },
        ],
      },
    } as KubeObject);
  }
  const resourceRefs = resources.map(({ object }) => ({
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.metadata.name,
  }));
  await client.merge(
    { apiVersion, kind, name, namespace },
    { spec: { crossplane: { resourceRefs } } },
  );
  return resources.map(({ object }) => object);
}

/** The settings in a Composition, with PodMonitors. */
export function settingsOf(composition: KubeObject): PlatformSettings {
  const { pipeline } = composition.spec as {
    pipeline: { input: { spec: Record<string, unknown> } }[];
  };
  const { input } = pipeline[0];
  return parseSettings({
    ...input,
    spec: { ...input.spec, metrics: { podMonitor: true, labels: {} } },
  });
}

function asComposite(object: KubeObject): KubernetesObject {
  return object as unknown as KubernetesObject;
}
