import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterClient } from '../clusters';
import {
  isSecret,
  kindName,
  type ClusterFeed,
  type GroupKind,
  type KindFeed,
  type KindRole,
  type ProjectedObject,
} from '../store';
import type { Clock } from './clock';
import { Discovery } from './Discovery';
import { isOfInterest, labelSelectorOf, referencedKinds } from './kinds';
import { Reflector, type Streaming } from './Reflector';
import type { ResourceType } from './resourceType';
import type { ReflectorTimings } from './timings';

/** Kinds that nobody refers to any more are looked for this often. */
export const SWEEP_MS = 10 * 60_000;

export interface ClusterWatcherOptions {
  client: ClusterClient;
  feed: ClusterFeed;
  /** Kinds whose objects are environments or legacy claims. */
  environmentKinds: GroupKind[];
  /** Composed kinds to watch from the start, beside those that environments refer to. */
  composedKinds: GroupKind[];
  logger: LoggerService;
  clock: Clock;
  timings: ReflectorTimings;
}

interface Watched {
  kind: GroupKind;
  /** Watched because something referred to it, so no longer than something does. */
  learned: boolean;
  abort: AbortController;
  done: Promise<void>;
}

/** Watches the environments of one cluster, and every kind that they turn out to be made of. */
export class ClusterWatcher {
  readonly #options: ClusterWatcherOptions;
  readonly #discovery: Discovery;
  readonly #watched = new Map<string, Watched>();
  readonly #streaming: Streaming = { offered: true };
  readonly #abort = new AbortController();
  #sweeping: Promise<void> = Promise.resolve();

  constructor(options: ClusterWatcherOptions) {
    this.#options = options;
    this.#discovery = new Discovery(options.client);
  }

  start(): void {
    const { environmentKinds, composedKinds } = this.#options;
    environmentKinds.forEach(kind => this.#watch(kind, 'environment'));
    composedKinds.forEach(kind => this.#watch(kind, 'composed'));
    this.#sweeping = this.#sweepOnAndOn();
  }

  /** Resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all([
      this.#sweeping,
      ...[...this.#watched.values()].map(({ done }) => done),
    ]);
    await this.#options.client.close();
  }

  #watch(kind: GroupKind, role: KindRole, version?: string): void {
    const name = kindName(kind);
    if (
      isSecret(name) ||
      this.#watched.has(name) ||
      this.#abort.signal.aborted
    ) {
      return;
    }
    const { client, feed, logger, clock, timings } = this.#options;
    const abort = new AbortController();
    const kindFeed = feed.kind(kind, role);
    const reflector = new Reflector({
      client,
      resolveType: this.#resolver(kind, version),
      labelSelector: labelSelectorOf(kind, role),
      accepts: object => isOfInterest(object, role),
      // Composites of other teams may be composed resources too, and are no reason to watch what they are made of.
      feed: role === 'composed' ? kindFeed : this.#learning(kindFeed),
      logger,
      clock,
      timings,
      streaming: this.#streaming,
    });
    this.#watched.set(name, {
      kind,
      learned: version !== undefined,
      abort,
      done: reflector.run(AbortSignal.any([this.#abort.signal, abort.signal])),
    });
  }

  #resolver(
    kind: GroupKind,
    version: string | undefined,
  ): (signal: AbortSignal) => Promise<ResourceType | undefined> {
    let last: ResourceType | undefined;
    return async signal => {
      if (last) {
        // Asked again, because it isn't served like that any more.
        this.#discovery.forget(last);
      }
      last = await this.#discovery.find(kind, version, signal);
      return last;
    };
  }

  /** Objects refer to kinds: those are registered before the objects are seen, so that nothing looks complete early. */
  #learning(feed: KindFeed): KindFeed {
    return {
      ...feed,
      upserted: object => {
        this.#learnFrom(object);
        feed.upserted(object);
      },
    };
  }

  #learnFrom(object: ProjectedObject): void {
    for (const { role, version, ...kind } of referencedKinds(object)) {
      this.#watch(kind, role, version);
    }
  }

  async #sweepOnAndOn(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await this.#options.clock.sleep(SWEEP_MS, signal).catch(() => {});
      if (!signal.aborted) {
        this.#sweep();
      }
    }
  }

  #sweep(): void {
    const used = this.#options.feed.kindsInUse();
    for (const [name, watched] of this.#watched) {
      if (watched.learned && !used.has(name)) {
        watched.abort.abort();
        this.#watched.delete(name);
        this.#options.feed.dropKind(watched.kind);
      }
    }
  }
}
