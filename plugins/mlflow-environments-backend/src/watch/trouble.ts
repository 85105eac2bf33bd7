import type { JsonObject } from '@backstage/types';
import { toError } from '@backstage/errors';
import { ClusterResponseError } from '../clusters';
import { asNumber, asObject, asString } from './json';
import { MalformedStreamError } from './watchEvents';

/** Longer waits than this are asked for by mistake. */
const LONGEST_RETRY_AFTER_SECONDS = 300;

/** A Status that came as an event of a watch. */
export class WatchErrorEvent extends Error {
  readonly code?: number;
  readonly retryAfterSeconds?: number;

  constructor(status: JsonObject) {
    super(`The watch ended: ${asString(status.message) ?? 'no reason given'}`);
    this.name = 'WatchErrorEvent';
    this.code = asNumber(status.code);
    this.retryAfterSeconds = asNumber(
      asObject(status.details)?.retryAfterSeconds,
    );
  }
}

/** A stream ended, or went wrong, before everything was sent. */
export class BrokenStreamError extends Error {
  constructor(readonly reason: Error) {
    super(reason.message);
    this.name = 'BrokenStreamError';
  }
}

/** What stands in the way of reading a kind, and what follows from it. */
export interface Trouble {
  /**
   * `forbidden`: may not be read. `gone`: isn't served. `expired`: what came after the last version is forgotten.
   * `failing`: anything else, and worth another try.
   */
  kind: 'forbidden' | 'gone' | 'expired' | 'failing';
  error: Error;
  /**
   * Whether a watch can go on from the last version. After an ERROR event, or a stream that can't be read, what was
   * missed can't be known.
   */
  threadIsKept: boolean;
  retryAfterMs?: number;
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof BrokenStreamError) {
    return troubleOf(error.reason);
  }
  if (error instanceof ClusterResponseError) {
    return {
      kind: kindOfStatus(error.status),
      error,
      threadIsKept: error.status === 429 || error.status >= 500,
      retryAfterMs: bounded(error.retryAfterSeconds),
    };
  }
  if (error instanceof WatchErrorEvent) {
    return {
      kind: error.code === 410 ? 'expired' : 'failing',
      error,
      threadIsKept: false,
      retryAfterMs: bounded(error.retryAfterSeconds),
    };
  }
  return {
    kind: 'failing',
    error: toError(error),
    threadIsKept: !(error instanceof MalformedStreamError),
  };
}

function kindOfStatus(status: number): Trouble['kind'] {
  if (status === 403) {
    return 'forbidden';
  }
  if (status === 410) {
    return 'expired';
  }
  // 405: the kind is served, but can't be listed or watched.
  return status === 404 || status === 405 ? 'gone' : 'failing';
}

function bounded(seconds: number | undefined): number | undefined {
  return seconds === undefined
    ? undefined
    : Math.min(seconds, LONGEST_RETRY_AFTER_SECONDS) * 1000;
}
