import { ClusterResponseError } from '../clusters';
import { asObject, asString } from './json';
import { openWatch, type WatchOptions } from './openWatch';
import { BrokenStreamError, WatchErrorEvent } from './trouble';
import type { WatchEvent } from './watchEvents';

/** The bookmark after the last of the objects that there were when the watch began. */
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** The server doesn't send a collection as a stream, so it has to be listed. */
export class StreamNotOfferedError extends Error {
  constructor(detail: string) {
    super(`Collections are not streamed: ${detail}`);
    this.name = 'StreamNotOfferedError';
  }
}

/**
 * Reads a whole collection as the first events of a watch (KEP-3157), and leaves the watch to be gone on with.
 *
 * A list of ten thousand objects is the same number of bytes and takes as long. But a stream is parsed object by
 * object instead of page by page, which keeps the process responsive and its memory small, and spares the API server
 * from holding pages, and the time between list and watch.
 *
 * @param apply - takes each event, the last bookmark included
 * @throws StreamNotOfferedError for a server that doesn't know how, BrokenStreamError when it stops half-way
 */
export async function streamAll(
  options: WatchOptions,
  apply: (event: WatchEvent) => void,
): Promise<AsyncGenerator<WatchEvent>> {
  const events = await open(options);
  try {
    for (;;) {
      const { done, value: event } = await events.next();
      options.signal.throwIfAborted();
      if (done) {
        throw new Error('The watch ended before everything was sent');
      }
      if (event.type === 'ERROR') {
        throw new WatchErrorEvent(event.object);
      }
      if (event.type === 'BOOKMARK' && !isEndOfInitialEvents(event)) {
        // One that takes the parameter for nothing goes on like this and never says that it is done.
        throw new StreamNotOfferedError('their end is not marked');
      }
      apply(event);
      if (event.type === 'BOOKMARK') {
        return events;
      }
    }
  } catch (error) {
    await events.return(undefined);
    throw error instanceof StreamNotOfferedError || options.signal.aborted
      ? error
      : new BrokenStreamError(error as Error);
  }
}

async function open(
  options: WatchOptions,
): Promise<AsyncGenerator<WatchEvent>> {
  try {
    return await openWatch(options, {
      sendInitialEvents: true,
      // Without a version, not older than now.
      resourceVersionMatch: 'NotOlderThan',
    });
  } catch (error) {
    // What servers say to options they don't know, or don't allow.
    if (
      error instanceof ClusterResponseError &&
      (error.status === 400 || error.status === 422)
    ) {
      throw new StreamNotOfferedError(error.message);
    }
    throw error;
  }
}

function isEndOfInitialEvents({ object }: WatchEvent): boolean {
  const annotations = asObject(asObject(object.metadata)?.annotations);
  return asString(annotations?.[INITIAL_EVENTS_END]) === 'true';
}
