import {
  AuthService,
  DiscoveryService,
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import {
  ANNOTATION_ENVIRONMENT,
  ENVIRONMENT_ENTITY_TYPE,
  EnvironmentEventPayload,
  EVENTS_TOPIC,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readScheduleFromConfig } from './config';
import { toEnvironmentEntity } from './environmentEntity';
import { EnvironmentsReader } from './EnvironmentsReader';
import { reconcile } from './reconcile';

const RETRY_SECONDS = 5;
const CATALOG_PAGE_SIZE = 500;

/** What the provider needs of the backend. */
export interface EnvironmentEntityProviderOptions {
  auth: AuthService;
  catalog: CatalogService;
  discovery: DiscoveryService;
  events: EventsService;
  logger: LoggerService;
  scheduler: SchedulerService;
}

/**
 * Keeps the catalog's environments: at once on the aggregator's events, and on a schedule by comparing the catalog with
 * everything there is, which also mends what was missed while Backstage was down.
 *
 * All mutations are deltas made one after another, so that an event that arrives during a comparison is applied after it.
 */
export class EnvironmentEntityProvider implements EntityProvider {
  private readonly logger: LoggerService;
  /** Fingerprints of what the catalog was told, by entity reference. */
  private readonly emitted = new Map<string, string>();
  /** Events that are still to be applied. */
  private readonly heard: EnvironmentEventPayload[] = [];
  private connection?: EntityProviderConnection;
  private queue: Promise<void> = Promise.resolve();

  static fromConfig(config: Config, options: EnvironmentEntityProviderOptions) {
    return new EnvironmentEntityProvider(
      options,
      new EnvironmentsReader(options.auth, options.discovery),
      options.scheduler.createScheduledTaskRunner(
        readScheduleFromConfig(config),
      ),
    );
  }

  private constructor(
    private readonly options: EnvironmentEntityProviderOptions,
    private readonly reader: EnvironmentsReader,
    private readonly taskRunner: SchedulerServiceTaskRunner,
  ) {
    this.logger = options.logger.child({ target: this.getProviderName() });
  }

  getProviderName() {
    return 'mlflow-environments';
  }

  async connect(connection: EntityProviderConnection) {
    this.connection = connection;
    await this.options.events.subscribe({
      id: this.getProviderName(),
      topics: [EVENTS_TOPIC],
      onEvent: async ({ eventPayload }) => {
        this.heard.push(eventPayload as EnvironmentEventPayload);
        return this.enqueue(() => this.applyHeard());
      },
    });
    await this.taskRunner.run({
      id: `${this.getProviderName()}:compare`,
      fn: signal => this.compareUntilSettled(signal),
    });
  }

  /** Runs a step after those before it, whether they succeeded or not. */
  private enqueue<T>(step: () => Promise<T>): Promise<T> {
    const result = this.queue.then(step);
    this.queue = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  /** At start the aggregator may not answer yet, or may not have read its clusters: compares again when it has. */
  private async compareUntilSettled(signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        await this.enqueue(() => this.compareWithAll());
        if (!(await this.waitedForMore(signal))) return;
      } catch (error) {
        this.logger.warn(
          `Environments could not be compared with the catalog, trying again in ${RETRY_SECONDS} s: ${error}`,
        );
        await this.pause(signal);
      }
    }
  }

  /** Whether there was something to wait for. */
  private async waitedForMore(signal: AbortSignal): Promise<boolean> {
    let waited = false;
    while (!signal.aborted && (await this.reader.isSettling())) {
      waited = true;
      await this.pause(signal);
    }
    return waited;
  }

  private async pause(signal: AbortSignal) {
    await sleep(RETRY_SECONDS * 1000, undefined, { signal }).catch(() => {});
  }

  /** All that was heard so far goes into one mutation: a whole fleet at once costs the catalog little more than one entity. */
  private async applyHeard() {
    const added = new Map<string, Entity>();
    const removed = new Set<string>();
    for (const event of this.heard.splice(0)) {
      if (event.type === 'remove') {
        added.delete(event.entityRef);
        removed.add(event.entityRef);
      } else {
        const entity = toEnvironmentEntity(event.environment);
        removed.delete(stringifyEntityRef(entity));
        added.set(stringifyEntityRef(entity), entity);
      }
    }
    const news = [...added].filter(
      ([ref, entity]) => this.emitted.get(ref) !== fingerprint(entity),
    );
    await this.apply(
      news.map(([, entity]) => entity),
      [...removed].map(entityRef => ({ entityRef })),
    );
  }

  private async compareWithAll() {
    const existing = await this.readCatalog();
    const { environments, coverage } = await this.reader.read();
    const { added, removed } = reconcile(
      existing,
      environments.map(environment => toEnvironmentEntity(environment)),
      coverage,
    );
    await this.apply(added, removed);
  }

  /** Our entities, page by page: the catalog would hold up everybody else with an answer of ten thousand. */
  private async readCatalog(): Promise<Entity[]> {
    const { auth, catalog } = this.options;
    const entities: Entity[] = [];
    const pages = catalog.streamEntities(
      {
        filter: {
          kind: 'Resource',
          'spec.type': ENVIRONMENT_ENTITY_TYPE,
          [`metadata.annotations.${ANNOTATION_ENVIRONMENT}`]:
            CATALOG_FILTER_EXISTS,
        },
        pageSize: CATALOG_PAGE_SIZE,
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      entities.push(...page);
    }
    return entities;
  }

  private async apply(added: Entity[], removed: { entityRef: string }[]) {
    if (!this.connection) throw new Error('Not initialized');
    if (!added.length && !removed.length) return;

    const locationKey = this.getProviderName();
    await this.connection.applyMutation({
      type: 'delta',
      added: added.map(entity => ({ entity, locationKey })),
      removed: removed.map(({ entityRef }) => ({ entityRef, locationKey })),
    });
    added.forEach(entity =>
      this.emitted.set(stringifyEntityRef(entity), fingerprint(entity)),
    );
    removed.forEach(({ entityRef }) => this.emitted.delete(entityRef));
    this.logger.debug(
      `Environments in the catalog: ${added.length} added or changed, ${removed.length} removed`,
    );
  }
}

function fingerprint(entity: Entity): string {
  return hash('sha256', JSON.stringify(entity), 'base64');
}
