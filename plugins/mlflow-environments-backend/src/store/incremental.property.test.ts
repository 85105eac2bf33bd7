import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import {
  anEnvironment,
  anObject,
  bucketRef,
  list,
} from './__testUtils__/objects';
import type { KindFeed, KindRole } from './feed';
import { kindNameOf } from './groupKind';
import { MemoryEnvironmentStore } from './MemoryEnvironmentStore';
import type {
  EnvironmentChange,
  EnvironmentRecord,
  ProjectedObject,
} from './types';

const KINDS = [
  {
    group: 'mlops.example.com',
    kind: 'MLflowEnvironment',
    role: 'environment',
  },
  { group: 'mlops.example.com', kind: 'XMLflow', role: 'composite' },
  { group: 's3.aws.m.upbound.io', kind: 'Bucket', role: 'composed' },
  { group: 'apps', kind: 'Deployment', role: 'composed' },
] as const satisfies Array<{ group: string; kind: string; role: KindRole }>;

const names = fc.constantFrom('a', 'b');
const version = fc.integer({ min: 1, max: 3 }).map(String);

const environment = fc
  .record({
    name: names,
    life: fc.constantFrom('1', '2'),
    refs: fc.subarray(['x', 'y']),
    legacy: fc.boolean(),
    version,
  })
  .map(({ name, life, refs, legacy, version: resourceVersion }) => {
    const built = anEnvironment(
      name,
      refs.map(bucketRef),
      `env-${name}-${life}`,
    ).metadata({ resourceVersion, generation: Number(resourceVersion) });
    return legacy
      ? built
          .spec({
            resourceRef: {
              apiVersion: 'mlops.example.com/v1',
              kind: 'XMLflow',
              name: `${name}-x`,
            },
          })
          .build()
      : built.build();
  });

const composite = fc
  .record({ name: names, claimed: fc.boolean(), version })
  .map(({ name, claimed, version: resourceVersion }) =>
    anObject('mlops.example.com/v1', 'XMLflow', `${name}-x`, `x-${name}`)
      .metadata({ namespace: undefined, resourceVersion })
      .spec(
        claimed
          ? {
              claimRef: {
                apiVersion: 'mlops.example.com/v1alpha1',
                kind: 'MLflowEnvironment',
                namespace: 'team-a',
                name,
              },
              resourceRefs: [{ ...bucketRef('x') }],
            }
          : {},
      )
      .build(),
  );

const OWNERS: Record<string, ProjectedObject | undefined> = {
  nobody: undefined,
  stranger: anObject('example.org/v1', 'XStore', 'a').build(),
  'env-a-1': anEnvironment('a', [], 'env-a-1').build(),
  'env-a-2': anEnvironment('a', [], 'env-a-2').build(),
  'env-b-1': anEnvironment('b', [], 'env-b-1').build(),
  'x-a': anObject('mlops.example.com/v1', 'XMLflow', 'a-x', 'x-a').build(),
  bucket: anObject('s3.aws.m.upbound.io/v1beta1', 'Bucket', 'x').build(),
};

/** Owned by either life of an environment, a composite, a stranger, another composed resource, or nobody. */
function composed(apiVersion: string, kind: string, owners: string[]) {
  return fc
    .record({
      name: fc.constantFrom('x', 'y'),
      owner: fc.constantFrom(...owners),
      label: fc.option(names, { nil: undefined }),
      claim: fc.option(names, { nil: undefined }),
      marked: fc.boolean(),
      version,
    })
    .map(({ name, owner, label, claim, marked, version: resourceVersion }) => {
      let object = anObject(apiVersion, kind, name).metadata({
        resourceVersion,
      });
      const controller = OWNERS[owner];
      if (controller) object = object.controlledBy(controller);
      if (label) object = object.label('crossplane.io/composite', label);
      if (claim)
        object = object
          .label('crossplane.io/claim-name', claim)
          .label('crossplane.io/claim-namespace', 'team-a');
      if (marked) object = object.label('mlflow-environment', 'a');
      return object.build();
    });
}

const bucketOwners = Object.keys(OWNERS).filter(owner => owner !== 'bucket');

const anything = fc.oneof(
  environment,
  composite,
  composed('s3.aws.m.upbound.io/v1beta1', 'Bucket', bucketOwners),
  composed('apps/v1', 'Deployment', Object.keys(OWNERS)),
);

type Step =
  | { do: 'upsert'; object: ProjectedObject }
  | { do: 'remove'; object: ProjectedObject }
  | { do: 'relist'; kind: string; objects: ProjectedObject[] }
  | { do: 'flush' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('upsert' as const),
      object: anything,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      object: anything,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('relist' as const),
      kind: fc.constantFrom(...KINDS.map(({ kind }) => kind)),
      objects: fc.uniqueArray(anything, {
        selector: ({ metadata }) => metadata.uid,
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
);

function newStore() {
  const store = new MemoryEnvironmentStore({
    logger: mockServices.logger.mock(),
    now: () => 0,
  });
  const cluster = store.addCluster({ name: 'one', default: true });
  const feeds = new Map<string, KindFeed>(
    KINDS.map(({ role, ...kind }) => [kind.kind, cluster.kind(kind, role)]),
  );
  feeds.forEach(feed => feed.state('synced'));
  const feed = (kind: string) => {
    const found = feeds.get(kind);
    if (!found) throw new Error(`No feed of ${kind}`);
    return found;
  };
  return { store, feed };
}

/** Versions count changes, which are many one way and few the other. */
function comparable(records: Iterable<EnvironmentRecord>) {
  return Object.fromEntries(
    [...records].map(record => [record.ref.name, { ...record, version: 0 }]),
  );
}

describe('the store', () => {
  it('holds after any events and lists what it would hold had it been built from the end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const { store, feed } = newStore();
        const told = new Map<string, EnvironmentRecord>();
        store.onChange(({ ref, before, after }: EnvironmentChange) => {
          expect(before).toBe(told.get(ref.name));
          if (after) told.set(ref.name, after);
          else told.delete(ref.name);
        });
        const present = new Map<string, ProjectedObject>();
        for (const taken of steps) {
          if (taken.do === 'upsert') {
            present.set(taken.object.metadata.uid, taken.object);
            feed(taken.object.kind).upserted(taken.object);
          } else if (taken.do === 'remove') {
            present.delete(taken.object.metadata.uid);
            feed(taken.object.kind).removed(taken.object.metadata.uid);
          } else if (taken.do === 'relist') {
            const objects = taken.objects.filter(
              ({ kind }) => kind === taken.kind,
            );
            for (const [uid, { kind }] of present) {
              if (kind === taken.kind) present.delete(uid);
            }
            objects.forEach(object => present.set(object.metadata.uid, object));
            list(feed(taken.kind), objects);
          } else {
            store.flush();
          }
        }
        store.flush();

        const fresh = newStore();
        [...present.values()]
          .sort((a, b) => kindNameOf(b).localeCompare(kindNameOf(a)))
          .forEach(object => fresh.feed(object.kind).upserted(object));
        expect(comparable(store.list())).toEqual(
          comparable(fresh.store.list()),
        );
        fresh.store.flush();
        // Listeners know all of it, but for versions that changed nothing else.
        expect(forgetVersions(comparable(told.values()))).toEqual(
          forgetVersions(comparable(store.list())),
        );
      }),
      { numRuns: 500 },
    );
  });
});

function forgetVersions(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, entry) =>
      key === 'resourceVersion' ? undefined : entry,
    ),
  );
}
