import { builtinSchema } from '../resources/builtinSchemas';
import type { JsonObject } from '../model/objects';
import { applyStrategicMergePatch } from './strategicMergePatch';

const containers = (...list: JsonObject[]): JsonObject => ({
  spec: { containers: list },
});

const patchPod = (pod: JsonObject, patch: JsonObject) =>
  applyStrategicMergePatch(pod, patch, builtinSchema('Pod'));

describe('applyStrategicMergePatch', () => {
  it('merges items by key, recursively', () => {
    expect(
      patchPod(
        containers(
          { name: 'a', image: '1', env: [{ name: 'X', value: '1' }] },
          { name: 'b', image: '2' },
        ),
        containers({ name: 'a', env: [{ name: 'Y', value: '2' }] }),
      ),
    ).toEqual(
      containers(
        {
          name: 'a',
          image: '1',
          env: [
            { name: 'Y', value: '2' },
            { name: 'X', value: '1' },
          ],
        },
        { name: 'b', image: '2' },
      ),
    );
  });

  it('deletes items and replaces lists when told to', () => {
    const pod = containers({ name: 'a' }, { name: 'b' });
    expect(patchPod(pod, containers({ name: 'a', $patch: 'delete' }))).toEqual(
      containers({ name: 'b' }),
    );
    expect(
      patchPod(pod, containers({ $patch: 'replace' }, { name: 'c' })),
    ).toEqual(containers({ name: 'c' }));
  });

  it('replaces lists without keys', () => {
    expect(
      patchPod(
        containers({ name: 'a', command: ['x', 'y'] }),
        containers({ name: 'a', command: ['z'] }),
      ),
    ).toEqual(containers({ name: 'a', command: ['z'] }));
  });

  it('removes by null, and primitives by name', () => {
    expect(
      applyStrategicMergePatch(
        { metadata: { labels: { a: '1' }, finalizers: ['x', 'y'] } },
        {
          metadata: {
            labels: { a: null },
            '$deleteFromPrimitiveList/finalizers': ['x'],
            '$setElementOrder/finalizers': ['y'],
          },
        },
        builtinSchema('ConfigMap'),
      ),
    ).toEqual({ metadata: { labels: {}, finalizers: ['y'] } });
  });

  it('replaces whole objects when told to', () => {
    expect(
      applyStrategicMergePatch(
        { data: { a: '1' } },
        { data: { $patch: 'replace', b: '2' } },
        builtinSchema('ConfigMap'),
      ),
    ).toEqual({ data: { b: '2' } });
  });
});
