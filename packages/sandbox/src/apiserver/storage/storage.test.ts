import type { KubeObject } from '../model/objects';
import { Storage, type StorageEvent } from './storage';

function anObject(name: string, value = ''): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels: { value } },
  };
}

const names = (found: Array<{ object: KubeObject }>) =>
  found.map(({ object }) => object.metadata.name);

describe('Storage', () => {
  it('gives every change the next version', () => {
    const storage = new Storage(10);
    const first = storage.put('c', 'a', anObject('a'));
    const second = storage.put('d', 'b', anObject('b'));
    expect(Number(second.metadata.resourceVersion)).toBe(
      Number(first.metadata.resourceVersion) + 1,
    );
    expect(storage.revision).toBe(Number(second.metadata.resourceVersion));
  });

  it('lists by key and prefix', () => {
    const storage = new Storage(10);
    for (const key of ['b/x', 'a/y', 'a/x', 'ab/x']) {
      storage.put('c', key, anObject(key));
    }
    expect(names(storage.list('c', ''))).toEqual(['a/x', 'a/y', 'ab/x', 'b/x']);
    expect(names(storage.list('c', 'a/'))).toEqual(['a/x', 'a/y']);
  });

  it('lists a past version with later changes undone', () => {
    const storage = new Storage(10);
    storage.put('c', 'kept', anObject('kept', 'old'));
    storage.put('c', 'gone', anObject('gone'));
    const { revision } = storage;
    storage.put('c', 'kept', anObject('kept', 'new'));
    storage.delete('c', 'gone');
    storage.put('c', 'later', anObject('later'));
    const past = storage.listAt('c', '', revision);
    expect(names(past)).toEqual(['gone', 'kept']);
    expect(past[1].object.metadata.labels).toEqual({ value: 'old' });
  });

  it('forgets what is older than its history', () => {
    const storage = new Storage(2);
    const { revision } = storage;
    for (const key of ['a', 'b', 'c']) storage.put('c', key, anObject(key));
    expect(() => storage.listAt('c', '', revision)).toThrow('too old');
    expect(() => storage.eventsAfter('c', revision)).toThrow(
      'too old resource version: 1',
    );
    expect(storage.eventsAfter('c', revision + 1)).toHaveLength(2);
  });

  it('tells listeners of changes in order, with what was before', () => {
    const storage = new Storage(10);
    const events: StorageEvent[] = [];
    const unsubscribe = storage.subscribe(event => events.push(event));
    storage.put('c', 'a', anObject('a', '1'));
    storage.put('c', 'a', anObject('a', '2'));
    storage.delete('c', 'a');
    unsubscribe();
    storage.put('c', 'b', anObject('b'));
    expect(
      events.map(({ type, previous }) => [
        type,
        previous?.metadata.labels?.value,
      ]),
    ).toEqual([
      ['ADDED', undefined],
      ['MODIFIED', '1'],
      ['DELETED', '2'],
    ]);
  });
});
