import { ApiError, tooLargeResourceVersion } from '../model/status';
import {
  apiVersionOf,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import type { ListOptions } from '../resources/lists';
import type { ObjectService } from '../resources/objects';
import { collectionOf, type Endpoint } from '../resources/resourceType';
import type { Storage, StorageEvent } from '../storage/storage';
import type { Exchange, Representation } from './exchange';
import { represent } from './representation';

interface WatchRequest {
  endpoint: Endpoint;
  prefix: string;
  options: ListOptions;
  representation: Representation;
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** A bookmark this long before a watch times out saves its client a relist. */
const BEFORE_TIMEOUT_MS = 2_000;

/** Streams changes, one JSON object a line. */
export class Watches {
  private readonly open = new Set<{ collection: string; end: () => void }>();

  constructor(
    private readonly storage: Storage,
    private readonly objects: ObjectService,
    private readonly bookmarkIntervalMs: number,
  ) {}

  /**
   * Answers with the changes since the version that was asked for, until the client, the time limit or the end of
   * the type closes the stream.
   */
  serve(exchange: Exchange, watch: WatchRequest): void {
    const { endpoint, options } = watch;
    const collection = collectionOf(endpoint.type);
    const from = versionToWatchFrom(options);
    const { response } = exchange;
    response.writeHead(200, {
      ...exchange.headers(),
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    });
    response.flushHeaders();
    const send = (type: string, object: JsonObject) => {
      if (!response.writableEnded) {
        response.write(`${JSON.stringify({ type, object })}\n`);
      }
    };

    let sentRevision = from;
    const deliver = (event: StorageEvent) => {
      if (event.revision <= sentRevision) return;
      if (event.collection !== collection) return;
      if (!event.key.startsWith(watch.prefix)) return;
      const change = selectedChange(event, options);
      if (change) {
        send(change.type, this.show(change.object, watch));
      }
      sentRevision = event.revision;
    };

    try {
      if (from > 0 && options.sendInitialEvents !== true) {
        this.replay(watch, from, deliver);
      } else {
        sentRevision = this.sendInitialState(watch, from, send);
      }
    } catch (error) {
      // Once a version was read, what is wrong with it is told in the stream, as kube-apiserver does.
      if (!(error instanceof ApiError)) throw error;
      send('ERROR', error.toStatus());
      response.end();
      return;
    }

    const unsubscribe = this.storage.subscribe(deliver);
    const bookmark = () => {
      if (options.allowWatchBookmarks) {
        send('BOOKMARK', bookmarkOf(endpoint, this.storage.revision));
      }
    };
    const timers: NodeJS.Timeout[] = [
      setInterval(bookmark, this.bookmarkIntervalMs),
    ];
    const entry = { collection, end: () => {} };
    const end = () => {
      unsubscribe();
      for (const timer of timers) clearTimeout(timer);
      this.open.delete(entry);
      response.end();
    };
    entry.end = end;
    this.open.add(entry);
    const limitMs = (options.timeoutSeconds ?? 0) * 1_000;
    if (limitMs > 0) {
      timers.push(setTimeout(end, limitMs));
      if (limitMs > BEFORE_TIMEOUT_MS) {
        timers.push(setTimeout(bookmark, limitMs - BEFORE_TIMEOUT_MS));
      }
    }
    response.on('close', end);
  }

  /** Ends the watches of a type that is gone. */
  endAllOf(collection: string): void {
    for (const watch of [...this.open]) {
      if (watch.collection === collection) watch.end();
    }
  }

  /** Ends every watch. */
  endAll(): void {
    for (const watch of [...this.open]) watch.end();
  }

  private replay(
    { endpoint }: WatchRequest,
    from: number,
    deliver: (event: StorageEvent) => void,
  ): void {
    const { type } = endpoint;
    if (from < type.since) {
      throw new ApiError({
        code: 410,
        reason: 'Expired',
        message: `too old resource version: ${from} (${type.since})`,
      });
    }
    for (const event of this.storage.eventsAfter(collectionOf(type), from)) {
      deliver(event);
    }
  }

  private sendInitialState(
    watch: WatchRequest,
    least: number,
    send: (type: string, object: JsonObject) => void,
  ): number {
    const { endpoint, options } = watch;
    const { revision } = this.storage;
    if (least > revision) throw tooLargeResourceVersion(least, revision);
    if (options.sendInitialEvents !== false) {
      const collection = collectionOf(endpoint.type);
      for (const { object } of this.storage.list(collection, watch.prefix)) {
        if (!options.selector || options.selector(object)) {
          send('ADDED', this.show(object, watch));
        }
      }
    }
    if (options.sendInitialEvents && options.allowWatchBookmarks) {
      send(
        'BOOKMARK',
        bookmarkOf(endpoint, revision, { [INITIAL_EVENTS_END]: 'true' }),
      );
    }
    return revision;
  }

  private show(object: KubeObject, watch: WatchRequest): JsonObject {
    return represent(
      this.objects.present(object, watch.endpoint),
      watch.representation,
    );
  }
}

/** @throws ApiError 500, which is what kube-apiserver makes of it here */
function versionToWatchFrom({ resourceVersion }: ListOptions): number {
  if (/^\d*$/.test(resourceVersion)) return Number(resourceVersion);
  const text = JSON.stringify(resourceVersion);
  throw new ApiError({
    code: 500,
    message: `resourceVersion: Invalid value: ${text}: strconv.ParseUint: parsing ${text}: invalid syntax`,
  });
}

/** A change as a selector sees it: an object that starts to match is added, one that ceases to is deleted. */
function selectedChange(
  event: StorageEvent,
  { selector }: ListOptions,
): { type: StorageEvent['type']; object: KubeObject } | undefined {
  const { type, object, previous } = event;
  if (!selector) return { type, object };
  const matched = previous !== undefined && selector(previous);
  if (type === 'DELETED') return matched ? { type, object } : undefined;
  const matches = selector(object);
  if (matches) return { type: matched ? 'MODIFIED' : 'ADDED', object };
  if (!matched) return undefined;
  return {
    type: 'DELETED',
    object: {
      ...previous,
      metadata: {
        ...previous.metadata,
        resourceVersion: object.metadata.resourceVersion,
      },
    },
  };
}

function bookmarkOf(
  { type, version }: Endpoint,
  revision: number,
  annotations?: { [key: string]: string },
): JsonObject {
  return {
    kind: type.kind,
    apiVersion: apiVersionOf(type.group, version.name),
    metadata: { resourceVersion: String(revision), annotations },
  };
}
