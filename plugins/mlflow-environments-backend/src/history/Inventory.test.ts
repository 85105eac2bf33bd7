import { mockServices } from '@backstage/backend-test-utils';
import {
  ExternalResource,
  ExternalResourcesStore,
  OwnedResources,
} from '../database/ExternalResourcesStore';
import { Writes } from '../lib/Writes';
import { EnvironmentRecord } from '../store';
import { Inventory } from './Inventory';

const REF = { cluster: 'one', namespace: 'team-a', name: 'churn' };

function aResource(resource: string): ExternalResource {
  return {
    resource,
    apiVersion: 's3.aws.m.upbound.io/v1beta1',
    kind: 'Bucket',
    name: `mlflow-${resource}`,
    externalName: `mlflow-${resource}-1a2b3c4d`,
    retained: true,
  };
}

function anObject({
  resource,
  apiVersion,
  kind,
  name,
  externalName,
}: ExternalResource) {
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace: 'team-a',
      uid: `uid-${name}`,
      resourceVersion: '1',
      annotations: {
        'crossplane.io/composition-resource-name': resource,
        'crossplane.io/external-name': externalName,
      },
    },
    spec: { managementPolicies: ['Observe'] },
  };
}

function aRecord(resources: ExternalResource[]): EnvironmentRecord {
  return {
    ref: REF,
    uid: 'uid-churn',
    version: 1,
    environment: {
      apiVersion: 'mlops.example.com/v1alpha1',
      kind: 'MLflowEnvironment',
      metadata: { ...REF, uid: 'uid-churn', resourceVersion: '1' },
    },
    resources: resources.map(anObject),
    leftovers: [],
    absent: [],
    unreadableKinds: [],
    complete: true,
  };
}

describe('Inventory', () => {
  async function setUp(owned: OwnedResources[]) {
    const put = jest.fn<
      Promise<void>,
      Parameters<ExternalResourcesStore['put']>
    >(async () => {});
    const store: ExternalResourcesStore = {
      put,
      leave: async () => {},
      listLeftovers: async () => [],
      listOwned: async () => owned,
    };
    const writes = new Writes({
      logger: mockServices.logger.mock(),
      ping: async () => {},
    });
    return { inventory: await Inventory.load(store, writes), put, writes };
  }

  it('stores nothing at a start after which everything is as it was', async () => {
    const { inventory, put, writes } = await setUp([
      {
        uid: 'uid-churn',
        ref: REF,
        resources: [aResource('b'), aResource('a')],
      },
    ]);
    inventory.observe(aRecord([aResource('a'), aResource('b')]));
    await writes.settled();
    expect(put).not.toHaveBeenCalled();
  });

  it('stores what is new', async () => {
    const { inventory, put, writes } = await setUp([]);
    inventory.observe(aRecord([aResource('a')]));
    inventory.observe(aRecord([aResource('a')]));
    await writes.settled();
    expect(put.mock.calls).toEqual([
      [[{ uid: 'uid-churn', ref: REF, resources: [aResource('a')] }]],
    ]);
  });
});
