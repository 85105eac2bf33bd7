import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ClusterResponseError,
  ClusterUnreachableError,
  type ClusterClient,
} from '../clusters';
import type { KindFeed, ProjectedObject } from '../store';
import { asObject, asString } from './json';
import { Backoff } from './Backoff';
import type { Clock } from './clock';
import { listAll } from './listAll';
import { projectObject, uidOf } from './projection';
import { collectionPath, type ResourceType } from './resourceType';
import type { ReflectorTimings } from './timings';
import { WatchErrorEvent, type Trouble, troubleOf } from './trouble';
import { watchEvents, type WatchEvent } from './watchEvents';

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
}

/** How often a kind must be looked for in vain, some seconds in all, before it is taken to be gone. */
const LOOKS_BEFORE_MISSING = 3;

/** Where a watch ended. */
type WatchEnd = 'closed' | 'expired';

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
          await this.#list(this.#type, signal);
          await this.#watchOn(this.#type, signal);
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

  async #list(type: ResourceType, signal: AbortSignal): Promise<void> {
    const { client, feed, labelSelector, timings } = this.#options;
    let objects: ProjectedObject[] = [];
    this.#version = await listAll({
      client,
      path: collectionPath(type),
      labelSelector,
      pageSize: timings.pageSize,
      signal,
      restart: () => {
        objects = [];
      },
      reduce: item => {
        const object = this.#project(item, type);
        if (object && this.#options.accepts(object)) {
          objects.push(object);
        }
      },
      heard: () => feed.heard(),
    });
    // Nobody listens any more once told to stop.
    signal.throwIfAborted();
    feed.replaced(objects);
  }

  /** Watches from version to version until the thread is lost: returns, or throws, when a new list is needed. */
  async #watchOn(type: ResourceType, signal: AbortSignal): Promise<void> {
    const { clock, timings } = this.#options;
    for (;;) {
      const startedAt = clock.now();
      try {
        const end = await this.#watchOnce(type, signal);
        if (end === 'expired') {
          return;
        }
        // Servers close watches as they are asked to. One that does so at once would be asked without end.
        if (clock.now() - startedAt < timings.shortestWatchMs) {
          await this.#wait(this.#backoff.next(), signal);
        }
      } catch (error) {
        const trouble = troubleOf(error);
        if (!trouble.threadIsKept || signal.aborted) {
          throw error;
        }
        // Nothing was missed: the last version is known, and the server remembers for minutes what came after it.
        await this.#recover(trouble, signal);
      }
    }
  }

  async #watchOnce(type: ResourceType, signal: AbortSignal): Promise<WatchEnd> {
    const { client, clock, feed, labelSelector, timings } = this.#options;
    const path = collectionPath(type);
    const response = await client.request(path, {
      query: {
        watch: true,
        // Keeps the version fresh while nothing happens, and the connection from being silent.
        allowWatchBookmarks: true,
        resourceVersion: this.#version,
        // Spread, so that not all watches end at once.
        timeoutSeconds: Math.round(timings.watchSeconds * (1 + clock.random())),
        labelSelector,
      },
      signal,
      // Half-open connections look like silence; with bookmarks a live one is never silent for this long. When it was
      // alive after all, another request is the whole cost.
      idleTimeoutMs: timings.silenceMs,
    });
    if (response.statusCode === 410) {
      await response.body.dump();
      return 'expired';
    }
    if (response.statusCode !== 200) {
      throw await ClusterResponseError.fromResponse(
        client.cluster,
        path,
        response,
      );
    }
    this.#works();
    const events = watchEvents(response.body, {
      heard: () => feed.heard(),
      broken: error =>
        new ClusterUnreachableError(
          client.cluster,
          `broke off a watch of ${path}`,
          error,
        ),
    });
    for await (const event of events) {
      signal.throwIfAborted();
      if (this.#apply(event, type) === 'expired') {
        return 'expired';
      }
    }
    return 'closed';
  }

  #apply(event: WatchEvent, type: ResourceType): WatchEnd | undefined {
    const { feed } = this.#options;
    if (event.type === 'ERROR') {
      const error = new WatchErrorEvent(event.object);
      if (error.code === 410) {
        return 'expired';
      }
      throw error;
    }
    const version = asString(asObject(event.object.metadata)?.resourceVersion);
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED': {
        const object = this.#project(event.object, type);
        if (object && this.#options.accepts(object)) {
          feed.upserted(object);
        } else if (object) {
          feed.removed(object.metadata.uid);
        }
        break;
      }
      case 'DELETED': {
        const uid = uidOf(event.object);
        if (uid) {
          feed.removed(uid);
        } else {
          this.#malformed();
        }
        break;
      }
      default:
      // A bookmark is nothing but its version, and so is what we don't know yet.
    }
    if (version) {
      this.#version = version;
    }
    return undefined;
  }

  #project(item: unknown, type: ResourceType): ProjectedObject | undefined {
    const object = projectObject(item, type);
    if (!object) {
      this.#malformed();
    }
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
    feed.replaced([]);
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
