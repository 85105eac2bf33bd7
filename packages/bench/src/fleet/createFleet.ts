import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../processes/ApiClient';
import { fleetClaims, fleetNamespaces } from './claims';
import { fleetDefinitions } from './definitions';
import { environmentObjects } from './environmentObjects';
import { EtcdWriter } from './EtcdWriter';
import { memberOf, StoredObject } from './kubernetes';
import { fleetComposition } from './settings';

/** An environment of a fleet, and where the objects are that measurements change. */
export interface FleetEnvironment {
  namespace: string;
  name: string;
  uid: string;
  stage: string;
  /** Path of the composite resource. */
  path: string;
  /** Path of its bucket. */
  bucketPath: string;
}

/** What stands in an API server after {@link createFleet}. */
export interface Fleet {
  environments: FleetEnvironment[];
  /** Collections that environments are made of, as paths below the API server's address. */
  collections: string[];
  composedResources: number;
  providerSchemas: boolean;
}

const FLEET_TIME = '2026-11-01T10:00:00Z';

/** Fills an API server that has no fleet yet. */
export async function createFleet(options: {
  api: ApiClient;
  etcdUrl: string;
  size: number;
}): Promise<Fleet> {
  const { api, etcdUrl, size } = options;
  const { composition, settings } = fleetComposition();
  const { crds, plurals, providerSchemas } = fleetDefinitions();

  for (const name of fleetNamespaces(size)) {
    await api.create('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  }
  // Before their definitions exist, so that the API server reads each object once, as after a restart.
  const writer = new EtcdWriter(etcdUrl, plurals);
  const environments: FleetEnvironment[] = [];
  const collections = new Set<string>();
  let composedResources = 0;
  for (const claim of fleetClaims(size)) {
    const [environment, ...resources] = environmentObjects(
      claim,
      settings,
      FLEET_TIME,
    );
    await writer.write([environment, ...resources]);
    environments.push(describe(environment, resources, plurals));
    composedResources += resources.length;
    if (collections.size === 0) {
      [environment, ...resources]
        .filter(({ kind }) => kind !== 'Secret')
        .forEach(object => collections.add(collectionOf(object, plurals)));
    }
  }
  await writer.close();

  for (const crd of crds) {
    await api.create(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      crd,
    );
  }
  await established(api, crds.length);
  await api.create(
    '/apis/apiextensions.crossplane.io/v1/compositions',
    composition,
  );
  return {
    environments,
    collections: [...collections],
    composedResources,
    providerSchemas,
  };
}

function describe(
  environment: StoredObject,
  resources: StoredObject[],
  plurals: ReadonlyMap<string, string>,
): FleetEnvironment {
  const { name, namespace, uid } = environment.metadata;
  const bucket = resources.find(({ kind }) => kind === 'Bucket');
  if (!bucket) {
    throw new Error(`The environment ${name} has no bucket`);
  }
  const { stage } = memberOf(memberOf(environment, 'spec'), 'parameters');
  return {
    namespace,
    name,
    uid,
    stage: String(stage),
    path: pathOf(environment, plurals),
    bucketPath: pathOf(bucket, plurals),
  };
}

function pathOf(
  object: StoredObject,
  plurals: ReadonlyMap<string, string>,
): string {
  const { namespace, name } = object.metadata;
  const collection = collectionOf(object, plurals);
  const split = collection.lastIndexOf('/');
  return `${collection.slice(
    0,
    split,
  )}/namespaces/${namespace}${collection.slice(split)}/${name}`;
}

async function established(api: ApiClient, expected: number): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  for (;;) {
    const { items } = (await api.get(path)) as { items: object[] };
    const ready = items.filter(item => {
      const { conditions } = memberOf(item, 'status') as {
        conditions?: Array<{ type: string; status: string }>;
      };
      return conditions?.some(
        ({ type, status }) => type === 'Established' && status === 'True',
      );
    });
    if (ready.length >= expected) {
      return;
    }
    await sleep(100);
  }
}

function collectionOf(
  { apiVersion, kind }: StoredObject,
  plurals: ReadonlyMap<string, string>,
): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  const plural =
    plurals.get(`${kind}.${group}`) ?? `${kind.toLocaleLowerCase('en-US')}s`;
  return `${group ? '/apis' : '/api'}/${apiVersion}/${plural}`;
}
