import { ApiError } from '../model/status';
import { Storage } from '../storage/storage';
import { readPage, validateListOptions, type ListOptions } from './lists';

const everything: ListOptions = {
  limit: 0,
  continueToken: '',
  resourceVersion: '',
  resourceVersionMatch: '',
  watch: false,
  allowWatchBookmarks: false,
};

function aStorage(historySize: number, ...keys: string[]): Storage {
  const storage = new Storage(historySize);
  for (const key of keys) {
    storage.put('c', key, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: key },
    });
  }
  return storage;
}

const put = (storage: Storage, key: string) =>
  storage.put('c', key, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: key },
  });

function failure(act: () => void): ApiError {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('nothing went wrong');
}

describe('readPage', () => {
  const keys = (page: ReturnType<typeof readPage>) =>
    page.items.map(({ key }) => key);

  it('continues a list at the version at which it began', () => {
    const storage = aStorage(10, 'a', 'b', 'd');
    const first = readPage(storage, 'c', '', { ...everything, limit: 2 });
    expect(first.metadata.remainingItemCount).toBe(1);
    put(storage, 'c');
    const second = readPage(storage, 'c', '', {
      ...everything,
      limit: 2,
      continueToken: first.metadata.continue ?? '',
    });
    expect(keys(second)).toEqual(['d']);
    expect(second.metadata).toEqual({
      resourceVersion: first.metadata.resourceVersion,
    });
  });

  it('offers to go on at the present when the version has expired', () => {
    const storage = aStorage(2, 'a', 'c');
    const first = readPage(storage, 'c', '', { ...everything, limit: 1 });
    for (const key of ['d', 'e', 'f']) put(storage, key);
    const options = {
      ...everything,
      continueToken: first.metadata.continue ?? '',
    };
    const error = failure(() => readPage(storage, 'c', '', options));
    expect(error).toMatchObject({ code: 410, reason: 'Expired' });
    const rest = readPage(storage, 'c', '', {
      ...everything,
      continueToken: String(error.listMeta.continue),
    });
    expect(keys(rest)).toEqual(['c', 'd', 'e', 'f']);
  });

  it('does not page what is asked for at any version', () => {
    const storage = aStorage(10, 'a', 'b');
    const page = readPage(storage, 'c', '', {
      ...everything,
      limit: 1,
      resourceVersion: '0',
    });
    expect(keys(page)).toEqual(['a', 'b']);
  });

  it('takes a limit with a version for that very version', () => {
    const storage = aStorage(10, 'a');
    const resourceVersion = String(storage.revision);
    put(storage, 'b');
    const page = readPage(storage, 'c', '', {
      ...everything,
      limit: 5,
      resourceVersion,
    });
    expect(keys(page)).toEqual(['a']);
  });
});

describe('validateListOptions', () => {
  it.each([
    [{ resourceVersionMatch: 'Exact' }],
    [{ resourceVersionMatch: 'Exact', resourceVersion: '0' }],
    [{ resourceVersionMatch: 'Odd', resourceVersion: '1' }],
    [{ sendInitialEvents: true }],
    [{ watch: true, sendInitialEvents: true }],
    [{ watch: true, resourceVersionMatch: 'NotOlderThan' }],
  ])('refuses %j', options => {
    expect(
      failure(() => validateListOptions({ ...everything, ...options })).code,
    ).toBe(422);
  });

  it('accepts what belongs together', () => {
    expect(() =>
      validateListOptions({
        ...everything,
        watch: true,
        sendInitialEvents: true,
        resourceVersionMatch: 'NotOlderThan',
      }),
    ).not.toThrow();
  });
});
