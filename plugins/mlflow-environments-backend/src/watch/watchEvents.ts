import type { JsonObject } from '@backstage/types';
import { breathe } from '../lib/breathe';
import { asObject, asString } from './json';

/** Objects are at most a few megabytes large; a line without end must not fill the memory. */
const LONGEST_LINE = 32 * 1024 * 1024;

export interface WatchEvent {
  /** ADDED, MODIFIED, DELETED, BOOKMARK, ERROR, or something newer. */
  type: string;
  object: JsonObject;
}

/** A watch sent what isn't an event. What else it was about to say can't be known. */
export class MalformedStreamError extends Error {
  constructor(detail: string) {
    super(`The watch sent ${detail}`);
    this.name = 'MalformedStreamError';
  }
}

/**
 * The events of a watch: one JSON object a line.
 *
 * @param hooks - `heard` is called for every piece that arrives; `broken` makes the error for a connection that breaks
 */
export async function* watchEvents(
  body: AsyncIterable<Uint8Array>,
  hooks: { heard: () => void; broken: (error: unknown) => Error },
): AsyncGenerator<WatchEvent> {
  // Kept in pieces: joining at each of them what came before costs a line of megabytes gigabytes of copying.
  let pieces: string[] = [];
  let length = 0;
  for await (const text of decoded(body, hooks.broken)) {
    hooks.heard();
    const [first, ...others] = text.split('\n');
    pieces.push(first);
    length += first.length;
    if (length > LONGEST_LINE) {
      throw new MalformedStreamError('an event without end');
    }
    if (others.length) {
      const last = others.pop() ?? '';
      for (const line of [pieces.join(''), ...others]) {
        if (line.trim()) {
          // What has arrived already would otherwise be worked off without a break.
          await breathe();
          yield parseEvent(line);
        }
      }
      pieces = [last];
      length = last.length;
    }
  }
  // What is left over is an event cut short, which comes again from the last version.
}

async function* decoded(
  body: AsyncIterable<Uint8Array>,
  broken: (error: unknown) => Error,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      yield decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    throw broken(error);
  }
}

function parseEvent(line: string): WatchEvent {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new MalformedStreamError('a line that is not JSON');
  }
  const event = asObject(parsed);
  const type = asString(event?.type);
  if (!type) {
    throw new MalformedStreamError('an event without a type');
  }
  return { type, object: asObject(event?.object) ?? {} };
}
