import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterClient } from '../clusters';
import type { KindFeed, ProjectedObject } from '../store';
import { asObject, asString } from './json';
import { Backoff } from './Backoff';
import type { Clock } from './clock';
import { listAll } from './listAll';
import { projectObject, uidOf } from './projection';
import { openWatch, type WatchOptions } from './openWatch';
import { collectionPath, type ResourceType } from './resourceType';
import { streamAll, StreamNotOfferedError } from './streamAll';
import type { ReflectorTimings } from './timings';
import {
  BrokenStreamError,
  type Trouble,
  troubleOf,
  WatchErrorEvent,
} from './trouble';
import type { WatchEvent } from './watchEvents';

export interface ReflectorOptions {
  client: ClusterClient;
  /** Asks the cluster how it serves the kind; undefined when it doesn't. */
  resolveType: (signal: AbortSignal) => Promise<ResourceType | undefined>;
  labelSelector?: string;
  /** Which of the objects are of interest; the others are treated as if they weren't there. */
  accepts: (object: ProjectedObject) => boolean;
  feed: KindFeed;
  logger: LoggerService;
  clock: Clock;
  timings: ReflectorTimings;
  streaming: Streaming;
}

/** Whether a cluster sends collections as streams: as long as it doesn't refuse, for all its kinds. */
export interface Streaming {
  offered: boolean;
}

/** How often a kind must be looked for in vain, some seconds in all, before it is taken to be gone. */
const LOOKS_BEFORE_MISSING = 3;

/**
 * Keeps a feed equal to one resource type of a cluster: lists it, watches from the list's version on, and starts over
 * when that thread is lost. The rules are those of client-go's reflector (tools/cache/reflector.go).
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #backoff: Backoff;
  #type?: ResourceType;
  /** Resource versions are opaque: kept and sent back, never compared. */
  #version = '';
  #failuresInARow = 0;
  #missingInARow = 0;
  #streamBroke = false;
  #toldOfMalformed = false;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock);
  }

  /** Runs until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.#type ??= await this.#options.resolveType(signal);
        if (this.#type) {
          const begun = await this.#readAll(this.#type, signal);
          await this.#watchOn(this.#type, begun, signal);
          // Expired. A server that lets every watch expire at once must not be made to list without a pause.
          await this.#wait(this.#backoff.next(), signal);
        } else {
          await this.#missing(signal);
        }
      } catch (error) {
        await this.#recover(troubleOf(error), signal);
      }
    }
  }

  /** Reads the whole collection: returns the watch that goes on from there, where one was opened for it. */
  async #readAll(
    type: ResourceType,
    signal: AbortSignal,
  ): Promise<AsyncGenerator<WatchEvent> | undefined> {
    const { logger, streaming } = this.#options;
    // A stream that breaks half-way must start anew; a list has shorter pieces, and gets through where it can't.
    const stream = streaming.offered && !this.#streamBroke;
    this.#streamBroke = false;
    if (stream) {
      try {
        return await this.#streamAll(type, signal);
      } catch (error) {
        if (!(error instanceof StreamNotOfferedError)) {
          this.#streamBroke = error instanceof BrokenStreamError;
          throw error;
        }
        streaming.offered = false;
        logger.debug(`Listing ${this.#describe()} page by page`, error);
      }
    }
    await this.#listAll(type, signal);
    return undefined;
  }

  async #streamAll(
    type: ResourceType,
    signal: AbortSignal,
  ): Promise<AsyncGenerator<WatchEvent>> {
    const uids = new Set<string>();
    const events = await streamAll(this.#watchOptions(type, signal), event => {
      const object = this.#apply(event, type);
      if (object) {
        uids.add(object.metadata.uid);
      }
    });
    this.#options.feed.listed(uids);
    return events;
  }

  async #listAll(type: ResourceType, signal: AbortSignal): Promise<void> {
    const { client, feed, labelSelector, timings } = this.#options;
    const uids = new Set<string>();
    this.#version = await listAll({
      client,
      path: collectionPath(type),
      labelSelector,
      pageSize: timings.pageSize,
      silenceMs: timings.listSilenceMs,
      signal,
      restart: () => uids.clear(),
      each: item => {
        const object = this.#upsert(item, type);
        if (object) {
          uids.add(object.metadata.uid);
        }
      },
      heard: () => feed.heard(),
    });
    feed.listed(uids);
  }

  /** Watches from version to version until the thread is lost: returns, or throws, when everything must be read anew. */
  async #watchOn(
    type: ResourceType,
    begun: AsyncGenerator<WatchEvent> | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, timings } = this.#options;
    for (let events = begun; ; events = undefined) {
      const startedAt = clock.now();
      try {
        await this.#watch(type, events, signal);
        // Servers close watches as they are asked to. One that does so at once would be asked without end.
        if (clock.now() - startedAt < timings.shortestWatchMs) {
          await this.#wait(this.#backoff.next(), signal);
        }
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble.kind === 'expired') {
          return;
        }
        if (!trouble.threadIsKept || signal.aborted) {
          throw error;
        }
        // Nothing was missed: the last version is known, and the server remembers for minutes what came after it.
        await this.#recover(trouble, signal);
      }
    }
  }

  async #watch(
    type: ResourceType,
    begun: AsyncGenerator<WatchEvent> | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const events =
      begun ??
      (await openWatch(this.#watchOptions(type, signal), {
        resourceVersion: this.#version,
      }));
    this.#works();
    for await (const event of events) {
      signal.throwIfAborted();
      this.#apply(event, type);
    }
  }

  #watchOptions(type: ResourceType, signal: AbortSignal): WatchOptions {
    const { client, clock, feed, labelSelector, timings } = this.#options;
    return {
      client,
      path: collectionPath(type),
      labelSelector,
      // Spread, so that not all watches end at once.
      timeoutSeconds: Math.round(timings.watchSeconds * (1 + clock.random())),
      silenceMs: timings.silenceMs,
      signal,
      heard: () => feed.heard(),
    };
  }

  /** Returns the object that is there now, when the event tells of one. */
  #apply(event: WatchEvent, type: ResourceType): ProjectedObject | undefined {
    if (event.type === 'ERROR') {
      throw new WatchErrorEvent(event.object);
    }
    const object = this.#applyChange(event, type);
    const version = asString(asObject(event.object.metadata)?.resourceVersion);
    if (version) {
      this.#version = version;
    }
    return object;
  }

  #applyChange(
    event: WatchEvent,
    type: ResourceType,
  ): ProjectedObject | undefined {
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
        return this.#upsert(event.object, type);
      case 'DELETED': {
        const uid = uidOf(event.object);
        if (uid) {
          this.#options.feed.removed(uid);
        } else {
          this.#malformed();
        }
        return undefined;
      }
      default:
        // A bookmark is nothing but its version, and so is what we don't know yet.
        return undefined;
    }
  }

  #upsert(item: unknown, type: ResourceType): ProjectedObject | undefined {
    const { accepts, feed } = this.#options;
    const object = projectObject(item, type);
    if (!object) {
      this.#malformed();
      return undefined;
    }
    if (!accepts(object)) {
      feed.removed(object.metadata.uid);
      return undefined;
    }
    feed.upserted(object);
    return object;
  }

  #malformed(): void {
    this.#options.feed.malformed();
    if (!this.#toldOfMalformed) {
      this.#toldOfMalformed = true;
      this.#options.logger.warn(
        `Skipping objects of ${this.#describe()} that lack a name or uid; said once`,
      );
    }
  }

  #works(): void {
    this.#failuresInARow = 0;
    this.#missingInARow = 0;
    this.#options.feed.state('synced');
  }

  async #missing(signal: AbortSignal): Promise<void> {
    const { feed, timings } = this.#options;
    this.#failuresInARow = 0;
    this.#missingInARow += 1;
    // An API server that is starting doesn't serve all its kinds yet: a look or two are not enough to forget objects.
    if (this.#missingInARow < LOOKS_BEFORE_MISSING) {
      await this.#wait(this.#backoff.next(), signal);
      return;
    }
    feed.listed(new Set());
    feed.state('missing', 'The cluster does not serve this kind');
    await this.#wait(timings.missingRetryMs, signal);
  }

  async #recover(trouble: Trouble, signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      return;
    }
    const { clock, feed, logger, timings } = this.#options;
    const { kind, error, retryAfterMs = 0 } = trouble;
    logger.debug(`Trouble with ${this.#describe()}`, error);
    this.#failuresInARow += 1;
    if (kind === 'gone') {
      // What was served isn't any more, in this version at least.
      this.#type = undefined;
    }
    if (kind === 'forbidden') {
      feed.state('forbidden', error.message);
      await this.#wait(
        timings.forbiddenRetryMs * (1 + clock.random() / 2),
        signal,
      );
      return;
    }
    // Connections break every now and then; the second failure in a row is worth a word.
    if (this.#failuresInARow > 1) {
      feed.state('failing', error.message);
    }
    await this.#wait(Math.max(this.#backoff.next(), retryAfterMs), signal);
  }

  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(milliseconds, signal).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }

  #describe(): string {
    return this.#type
      ? `${collectionPath(this.#type)} of cluster '${
          this.#options.client.cluster
        }'`
      : `cluster '${this.#options.client.cluster}'`;
  }
}
