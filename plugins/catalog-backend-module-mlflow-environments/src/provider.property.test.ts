import { SchedulerServiceTaskFunction } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  CatalogService,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { EnvironmentEventPayload } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import fc from 'fast-check';
import { ModelFleet } from './__testUtils__/ModelFleet';
import { toEnvironmentEntity } from './environmentEntity';
import { EnvironmentEntityProvider } from './EnvironmentEntityProvider';
import { EnvironmentsReader } from './EnvironmentsReader';

const CLUSTERS = ['one', 'two'];

/** The module at work on a catalog that remembers its entities, whatever becomes of the module. */
class World {
  readonly entities = new Map<string, Entity>();
  readonly wronglyRemoved: string[] = [];
  private hear: (event: EnvironmentEventPayload) => void = () => {};
  private compare: SchedulerServiceTaskFunction = async () => {};
  /** Comparisons under way, with how many environments had been created when they began. */
  private readonly comparisons = new Map<Promise<void>, number>();
  /** Environments that were announced to be gone, with how many had been created by then. */
  private readonly departures = new Map<string, number>();
  private readonly heldPages: Array<() => void> = [];
  private holding = false;
  readonly fleet = new ModelFleet(CLUSTERS, event => this.announce(event));

  /** Begins with a new process, which knows nothing of what the one before did. */
  async startModule(): Promise<void> {
    await this.settle();
    const events: EventsService = {
      publish: async () => {},
      subscribe: async ({ onEvent }) => {
        this.hear = eventPayload => {
          onEvent({ topic: '', eventPayload }).catch(() => {});
        };
      },
    };
    const scheduler = mockServices.scheduler.mock({
      createScheduledTaskRunner: () => ({
        run: async ({ fn }) => {
          this.compare = fn;
        },
      }),
    });
    const { entities } = this;
    const catalog: Pick<CatalogService, 'streamEntities'> = {
      async *streamEntities() {
        yield [...entities.values()];
      },
    };
    jest
      .spyOn(EnvironmentsReader.prototype, 'read')
      .mockImplementation(() => this.fleet.list(() => this.page()));
    jest
      .spyOn(EnvironmentsReader.prototype, 'isSettling')
      .mockResolvedValue(false);
    const provider = EnvironmentEntityProvider.fromConfig(
      mockServices.rootConfig(),
      {
        auth: mockServices.auth(),
        catalog: catalog as CatalogService,
        discovery: mockServices.discovery(),
        events,
        logger: mockServices.logger.mock(),
        scheduler,
      },
    );
    await provider.connect({
      applyMutation: async mutation => this.mutate(mutation),
      refresh: async () => {},
    });
  }

  /** Begins a comparison that waits before each page until it is told to go on. */
  beginComparison(): void {
    this.holding = true;
    const abort = new AbortController();
    const comparison = Promise.resolve(this.compare(abort.signal)).then(() => {
      this.comparisons.delete(comparison);
    });
    // One try is enough: trying again is up to the clock.
    abort.abort();
    this.comparisons.set(comparison, this.fleet.creations);
  }

  async nextPage(): Promise<void> {
    this.heldPages.shift()?.();
    await new Promise(resolve => setImmediate(resolve));
  }

  /** Lets everything that is under way come to its end. */
  async settle(): Promise<void> {
    this.holding = false;
    this.heldPages.splice(0).forEach(release => release());
    await Promise.all(this.comparisons.keys());
    await new Promise(resolve => setImmediate(resolve));
  }

  private async page(): Promise<void> {
    if (this.holding) {
      await new Promise<void>(resolve => this.heldPages.push(resolve));
    }
  }

  private announce(event: EnvironmentEventPayload): void {
    if (event.type === 'remove') {
      this.departures.set(event.entityRef, this.fleet.creations);
    } else {
      this.departures.delete(event.environment.entityRef);
    }
    this.hear(event);
  }

  private mutate(mutation: EntityProviderMutation): void {
    if (mutation.type !== 'delta') throw new Error('Only deltas are expected');
    for (const item of mutation.removed) {
      const ref =
        'entityRef' in item ? item.entityRef : stringifyEntityRef(item.entity);
      this.noteRemoval(ref);
      this.entities.delete(ref);
    }
    for (const { entity } of mutation.added) {
      this.entities.set(stringifyEntityRef(entity), entity);
    }
  }

  /** One that was created after a comparison began, or after its namesake went, can't be known to either. */
  private noteRemoval(ref: string): void {
    const creation = this.fleet.creationOf(ref);
    const known = Math.min(
      ...this.comparisons.values(),
      this.departures.get(ref) ?? Infinity,
    );
    this.departures.delete(ref);
    if (creation !== undefined && creation <= known) {
      this.wronglyRemoved.push(ref);
    }
  }
}

type Step = (world: World) => unknown;

const cluster = fc.constantFrom(...CLUSTERS);
const name = fc.constantFrom('a', 'b', 'c', 'd');

const creation: fc.Arbitrary<[string, Step]> = fc
  .tuple(cluster, name, fc.constantFrom('us-east-1', 'eu-west-1'))
  .map(args => [`put ${args}`, ({ fleet }: World) => fleet.put(...args)]);

const happenings: Array<fc.Arbitrary<[string, Step]>> = [
  creation,
  fc
    .tuple(cluster, name)
    .map(args => [
      `remove ${args}`,
      ({ fleet }: World) => fleet.remove(...args),
    ]),
  ...(['lose', 'readHalf', 'read', 'configure', 'unconfigure'] as const).map(
    what =>
      cluster.map((which): [string, Step] => [
        `${what} ${which}`,
        ({ fleet }: World) => fleet[what](which),
      ]),
  ),
  fc.constant(['locate', ({ fleet }: World) => fleet.locate()]),
  fc.constant(['restart', ({ fleet }: World) => fleet.restart()]),
  fc.boolean().map(failing => [
    `failing ${failing}`,
    ({ fleet }: World) => {
      fleet.failing = failing;
    },
  ]),
  fc.constant(['compare', (world: World) => world.beginComparison()]),
  fc.constant(['next page', (world: World) => world.nextPage()]),
  fc.constant(['settle', (world: World) => world.settle()]),
  fc.constant(['start module', (world: World) => world.startModule()]),
];

describe('the catalog', () => {
  jest.setTimeout(120_000);

  it('ends as after a clean sync, and never loses an entity whose environment exists, whatever happens', async () => {
    const sizes: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: creation },
            ...happenings.map(arbitrary => ({ weight: 1, arbitrary })),
          ),
          { maxLength: 50, size: 'max' },
        ),
        async steps => {
          const world = new World();
          await world.startModule();
          for (const [, happen] of steps) {
            await happen(world);
            expect(world.wronglyRemoved).toEqual([]);
          }
          await world.settle();
          sizes.push(world.entities.size);

          world.fleet.failing = false;
          world.fleet.locate();
          CLUSTERS.forEach(which => world.fleet.read(which));
          world.beginComparison();
          await world.settle();
          expect(world.wronglyRemoved).toEqual([]);
          expect(inOrder([...world.entities.values()])).toEqual(
            inOrder(
              world.fleet
                .environments()
                .map(environment => toEnvironmentEntity(environment)),
            ),
          );
        },
      ),
      { numRuns: 500 },
    );
    // Otherwise the above says little.
    expect(Math.max(...sizes)).toBeGreaterThan(3);
  });
});

function inOrder(entities: Entity[]): Entity[] {
  return entities.sort((a, b) =>
    stringifyEntityRef(a) < stringifyEntityRef(b) ? -1 : 1,
  );
}
