import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import type { LocatedCluster } from '../clusters';
import { MemoryEnvironmentStore } from '../store';
import { eventually } from './__testUtils__/eventually';
import { FakeApi, respondStatus } from './__testUtils__/FakeApi';
import { hurriedClock } from './__testUtils__/HurriedClock';
import { FleetWatcher } from './FleetWatcher';
import type { ResourceType } from './resourceType';

const ENVIRONMENTS: ResourceType = {
  group: 'mlops.example.com',
  version: 'v1alpha1',
  kind: 'MLflowEnvironment',
  plural: 'mlflowenvironments',
};
const BUCKETS: ResourceType = {
  group: 's3.example.org',
  version: 'v1',
  kind: 'Bucket',
  plural: 'buckets',
};

interface Environment {
  uid: string;
  stage: string;
  bucket: boolean;
  /** Of the store that was there when it was created. */
  generation: number;
}

/** A cluster that a process watches, and another one after that. */
class World {
  readonly environments = new Map<string, Environment>();
  readonly wrong: string[] = [];
  store = new MemoryEnvironmentStore({ logger: mockServices.logger.mock() });
  #generation = 0;
  #created = 0;
  #fleet?: FleetWatcher;

  private constructor(readonly api: FakeApi) {}

  static async start(): Promise<World> {
    const world = new World(await FakeApi.start());
    world.api.streamsCollections = true;
    world.api.serve(ENVIRONMENTS);
    world.api.serve(BUCKETS);
    return world;
  }

  /** Starts anew, knowing nothing. */
  async restart(): Promise<void> {
    await this.#fleet?.stop();
    this.#generation += 1;
    const store = new MemoryEnvironmentStore({
      logger: mockServices.logger.mock(),
    });
    this.store = store;
    store.onChange(({ ref, before, after }) => {
      const { uid } = before?.environment?.metadata ?? {};
      const isGone = uid && after?.environment?.metadata.uid !== uid;
      if (isGone && this.environments.get(ref.name)?.uid === uid) {
        this.wrong.push(`${ref.name} was said to be gone`);
      }
    });
    const cluster: LocatedCluster = {
      details: { name: 'one', url: this.api.url, authMetadata: {} },
      default: true,
      strategy: { getCredential: async () => ({ type: 'anonymous' }) },
    };
    this.#fleet = new FleetWatcher({
      locator: {
        locate: async () => ({ clusters: [cluster], complete: true }),
      },
      store,
      logger: mockServices.logger.mock(),
      composedKinds: [BUCKETS],
      clock: hurriedClock,
      timings: { pageSize: 2, silenceMs: 300, listSilenceMs: 300 },
    });
    this.#fleet.start();
  }

  async stop(): Promise<void> {
    await this.#fleet?.stop();
    await this.api.down();
  }

  put(name: string, stage: string, silently = false): void {
    const environment = this.environments.get(name) ?? {
      uid: `uid-${(this.#created += 1)}`,
      bucket: false,
      generation: this.#generation,
      stage,
    };
    environment.stage = stage;
    this.environments.set(name, environment);
    this.api.put(
      ENVIRONMENTS,
      {
        metadata: { name, namespace: 'team-a', uid: environment.uid },
        spec: { parameters: { stage } },
      },
      silently,
    );
  }

  putBucket(name: string): void {
    const environment = this.environments.get(name);
    if (!environment) return;
    environment.bucket = true;
    this.api.put(BUCKETS, {
      metadata: {
        name,
        namespace: 'team-a',
        uid: `bucket-${environment.uid}`,
        ownerReferences: [
          {
            apiVersion: 'mlops.example.com/v1alpha1',
            kind: 'MLflowEnvironment',
            name,
            uid: environment.uid,
            controller: true,
          },
        ],
      } as { name: string; uid: string },
    });
  }

  remove(name: string, silently = false): void {
    const environment = this.environments.get(name);
    if (!environment) return;
    this.environments.delete(name);
    this.api.remove(ENVIRONMENTS, environment.uid, silently);
    if (environment.bucket) {
      this.api.remove(BUCKETS, `bucket-${environment.uid}`, silently);
    }
  }

  /** Answers everything like this for a while. */
  async refuse(status: number): Promise<void> {
    const heal = this.api.intervene((_, response) => {
      respondStatus(response, status, 'not now');
      return true;
    });
    this.api.watches.forEach(watch => watch.break());
    await sleep(20);
    heal();
  }

  /** Whoever reads that a cluster is read in full must find what was there before the process began. */
  checkCoverage(): void {
    if (!this.store.coverage().readInFull.includes('one')) return;
    const listed = new Set([...this.store.list()].map(({ ref }) => ref.name));
    for (const [name, { generation }] of this.environments) {
      if (generation < this.#generation && !listed.has(name)) {
        this.wrong.push(`${name} is not listed`);
      }
    }
  }

  known(): object {
    return Object.fromEntries(
      [...this.store.list()].map(({ ref, environment, resources }) => [
        ref.name,
        {
          uid: environment?.metadata.uid,
          spec: environment?.spec,
          buckets: resources.map(({ metadata }) => metadata.uid),
        },
      ]),
    );
  }

  expected(): object {
    return Object.fromEntries(
      [...this.environments].map(([name, { uid, stage, bucket }]) => [
        name,
        {
          uid,
          spec: { parameters: { stage } },
          buckets: bucket ? [`bucket-${uid}`] : [],
        },
      ]),
    );
  }
}

type Step = (world: World) => unknown;

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const stage = fc.constantFrom('dev', 'prod');

const happenings: Array<fc.Arbitrary<[string, Step]>> = [
  fc.tuple(name, stage).map(args => [`put ${args}`, w => w.put(...args)]),
  fc.tuple(name, stage).map(args => [`put ${args}`, w => w.put(...args)]),
  name.map(which => [`bucket ${which}`, w => w.putBucket(which)]),
  name.map(which => [`remove ${which}`, w => w.remove(which)]),
  fc.tuple(name, name, stage).map(([gone, come, how]) => [
    `unheard: remove ${gone}, put ${come} ${how}, expire`,
    w => {
      w.remove(gone, true);
      w.put(come, how, true);
      w.api.forgetChanges();
    },
  ]),
  fc.constant(['expire', w => w.api.forgetChanges()]),
  fc.constant(['break', w => w.api.watches.forEach(watch => watch.break())]),
  fc.constant(['end', w => w.api.watches.forEach(watch => watch.end())]),
  fc.constant([
    'nonsense',
    w => w.api.watches.forEach(watch => watch.write('}\n')),
  ]),
  fc.boolean().map(streams => [
    `streams ${streams}`,
    w => {
      w.api.streamsCollections = streams;
    },
  ]),
  fc
    .constantFrom(401, 403, 429, 500, 503)
    .map(status => [`refuse ${status}`, w => w.refuse(status)]),
  fc.constant([
    'away',
    async w => {
      await w.api.down();
      await sleep(10);
      await w.api.up();
    },
  ]),
  fc.constant(['restart', w => w.restart()]),
  fc.constant(['wait', () => sleep(5)]),
];

describe('watches', () => {
  jest.setTimeout(300_000);

  it('end with what a clean start would read, and never say of an environment that it is gone while it exists', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(...happenings), { maxLength: 25, size: 'max' }),
        async steps => {
          const world = await World.start();
          try {
            await world.restart();
            for (const [, happen] of steps) {
              await happen(world);
              world.checkCoverage();
              expect(world.wrong).toEqual([]);
            }
            await eventually(() => {
              expect(world.known()).toEqual(world.expected());
              world.checkCoverage();
            });
            world.store.flush();
            expect(world.wrong).toEqual([]);
          } finally {
            await world.stop();
          }
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
