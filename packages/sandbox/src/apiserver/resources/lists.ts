import { forbidden, notSupported, type FieldError } from '../model/fieldErrors';
import {
  ApiError,
  badRequest,
  expired,
  invalidObject,
  tooLargeResourceVersion,
} from '../model/status';
import type { JsonObject } from '../model/objects';
import type { Storage, StoredObject } from '../storage/storage';
import type { Selector } from './selectors';

/** What a list or watch request asks for. */
export interface ListOptions {
  selector?: Selector;
  limit: number;
  continueToken: string;
  resourceVersion: string;
  resourceVersionMatch: string;
  watch: boolean;
  allowWatchBookmarks: boolean;
  sendInitialEvents?: boolean;
  timeoutSeconds?: number;
}

/** A page of a list. */
export interface Page {
  items: StoredObject[];
  metadata: {
    resourceVersion: string;
    continue?: string;
    remainingItemCount?: number;
  };
}

/** @throws ApiError 422 when options contradict each other, as apimachinery's ValidateListOptions has it */
export function validateListOptions(options: ListOptions): void {
  const errors: FieldError[] = [];
  const match = options.resourceVersionMatch;
  const reject = (field: string, detail: string) =>
    errors.push(forbidden(field, detail));
  if (options.watch) {
    if (options.sendInitialEvents !== undefined && match !== 'NotOlderThan') {
      reject(
        'resourceVersionMatch',
        'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
    }
    if (match && options.sendInitialEvents === undefined) {
      reject(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      );
    }
    if (match && match !== 'NotOlderThan') {
      errors.push(
        notSupported('resourceVersionMatch', match, ['NotOlderThan']),
      );
    }
  } else if (match) {
    if (!options.resourceVersion) {
      reject(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden unless resourceVersion is provided',
      );
    }
    if (options.continueToken) {
      reject(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden when continue is provided',
      );
    }
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      errors.push(
        notSupported('resourceVersionMatch', match, [
          'Exact',
          'NotOlderThan',
          '',
        ]),
      );
    }
    if (match === 'Exact' && options.resourceVersion === '0') {
      reject(
        'resourceVersionMatch',
        'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
      );
    }
  }
  if (!options.watch && options.sendInitialEvents !== undefined) {
    reject('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  }
  if (errors.length > 0) {
    throw invalidObject(
      { group: 'meta.k8s.io', kind: 'ListOptions' },
      '',
      errors,
    );
  }
}

/** @throws ApiError 400 when it is not a number */
export function parseResourceVersion(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(
        text,
      )}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

interface ContinueToken {
  /** The version of the whole list; -1 means the present. */
  revision: number;
  /** The first key of the page. */
  start: string;
}

function encodeContinue(token: ContinueToken): string {
  return Buffer.from(
    JSON.stringify({
      v: 'meta.k8s.io/v1',
      rv: token.revision,
      start: token.start,
    }),
  ).toString('base64url');
}

function decodeContinue(text: string): ContinueToken {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof token.rv === 'number' && typeof token.start === 'string') {
      return { revision: token.rv, start: token.start };
    }
  } catch {
    // Falls through to the one answer for everything that is not a token of ours.
  }
  throw badRequest(
    'invalid continue token: continue key is not valid: it is no token of this server',
  );
}

/**
 * Reads a page. All pages of a list show the same version: the one at which the first was read.
 * @throws ApiError 410 when that version is no longer known; its metadata.continue goes on at the present
 */
export function readPage(
  storage: Storage,
  collection: string,
  prefix: string,
  options: ListOptions,
): Page {
  const { revision, start } = pagePosition(storage, options);
  const all = objectsAt(storage, collection, prefix, revision, start, options);
  const items: StoredObject[] = [];
  const limit =
    options.resourceVersion === '0' || options.limit <= 0
      ? Infinity
      : options.limit;
  let index = start ? all.findIndex(({ key }) => key >= start) : 0;
  if (index < 0) index = all.length;
  for (; index < all.length && items.length < limit; index++) {
    const candidate = all[index];
    if (!options.selector || options.selector(candidate.object)) {
      items.push(candidate);
    }
  }
  const metadata: Page['metadata'] = { resourceVersion: String(revision) };
  const last = items[items.length - 1];
  if (index < all.length && last) {
    metadata.continue = encodeContinue({ revision, start: `${last.key}\0` });
    if (!options.selector) metadata.remainingItemCount = all.length - index;
  }
  return { items, metadata };
}

function pagePosition(
  storage: Storage,
  options: ListOptions,
): { revision: number; start: string } {
  const current = storage.revision;
  if (options.continueToken) {
    const token = decodeContinue(options.continueToken);
    if (options.resourceVersion && options.resourceVersion !== '0') {
      throw badRequest(
        'specifying resource version is not allowed when using continue',
      );
    }
    return {
      revision: token.revision < 0 ? current : token.revision,
      start: token.start,
    };
  }
  const requested = options.resourceVersion
    ? parseResourceVersion(options.resourceVersion)
    : 0;
  if (requested > current) throw tooLargeResourceVersion(requested, current);
  // A limit without a match asks for exactly that version: the rule from before resourceVersionMatch.
  const isExact =
    options.resourceVersionMatch === 'Exact' ||
    (options.limit > 0 && requested > 0 && !options.resourceVersionMatch);
  return { revision: isExact ? requested : current, start: '' };
}

function objectsAt(
  storage: Storage,
  collection: string,
  prefix: string,
  revision: number,
  start: string,
  options: ListOptions,
): StoredObject[] {
  if (revision === storage.revision) return storage.list(collection, prefix);
  try {
    return storage.listAt(collection, prefix, revision);
  } catch (error) {
    if (!(error instanceof ApiError) || !options.continueToken) throw error;
    const meta: JsonObject = {
      continue: encodeContinue({ revision: -1, start }),
    };
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      meta,
    );
  }
}
