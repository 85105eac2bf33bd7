import type { KubeObject, ObjectMeta } from '../model/objects';
import {
  changedMetadata,
  generateName,
  newMetadata,
  validateMetadata,
} from './metadata';

function aConfigMap(metadata: ObjectMeta, kind = 'ConfigMap'): KubeObject {
  return { apiVersion: 'v1', kind, metadata };
}

const problems = (metadata: ObjectMeta, kind?: string) =>
  validateMetadata(aConfigMap(metadata, kind), false).map(
    ({ field, message }) => `${field}: ${message}`,
  );

describe('newMetadata', () => {
  it('lets the server decide what only it may decide', () => {
    const meta = newMetadata(
      {
        uid: 'mine',
        resourceVersion: '7',
        deletionTimestamp: '2020-01-01T00:00:00Z',
        labels: { a: 'b' },
        annotations: {},
      },
      {
        name: 'a',
        namespace: 'ns',
        now: new Date('2026-01-02T03:04:05.678Z'),
      },
    );
    expect(meta).toEqual({
      name: 'a',
      namespace: 'ns',
      uid: expect.not.stringMatching('mine'),
      labels: { a: 'b' },
      creationTimestamp: '2026-01-02T03:04:05Z',
    });
  });
});

describe('changedMetadata', () => {
  it('keeps what cannot change', () => {
    const old = { name: 'a', uid: 'u', creationTimestamp: 't', generation: 3 };
    expect(
      changedMetadata(
        { name: 'b', uid: 'v', generation: 9, labels: { a: 'b' } },
        old,
      ),
    ).toEqual({ ...old, labels: { a: 'b' } });
  });
});

describe('generateName', () => {
  it('appends five characters, and keeps within 63', () => {
    expect(generateName('a-')).toMatch(/^a-[a-z0-9]{5}$/);
    expect(generateName('x'.repeat(80))).toHaveLength(63);
  });
});

describe('validateMetadata', () => {
  it.each(['a', 'a.b-c', 'x'.repeat(253)])('accepts the name %s', name => {
    expect(problems({ name })).toEqual([]);
  });

  it.each(['A', '-a', 'a_b', 'x'.repeat(254)])('refuses the name %s', name => {
    expect(problems({ name })).toHaveLength(1);
  });

  it('has stricter names for services and namespaces', () => {
    expect(problems({ name: '1a' }, 'Service')).toHaveLength(1);
    expect(problems({ name: 'a.b' }, 'Namespace')).toHaveLength(1);
  });

  it('wants a name', () => {
    expect(problems({})).toEqual([
      'metadata.name: Required value: name or generateName is required',
    ]);
  });

  it('refuses labels that are none', () => {
    expect(problems({ name: 'a', labels: { 'a/b/c': 'x' } })).toHaveLength(1);
    expect(problems({ name: 'a', labels: { a: '-' } })).toHaveLength(1);
  });

  it('refuses owners that cannot be found, and two controllers', () => {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' };
    expect(
      problems({
        name: 'a',
        ownerReferences: [
          { ...owner, controller: true },
          { ...owner, uid: 'v', controller: true },
        ],
      })[0],
    ).toContain('Only one reference can have Controller set to true');
    expect(
      problems({ name: 'a', ownerReferences: [{ ...owner, uid: '' }] }),
    ).toEqual([
      'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
    ]);
  });

  it('wants finalizers of built-in kinds qualified, of custom ones not', () => {
    const object = aConfigMap({ name: 'a', finalizers: ['in-use'] });
    expect(validateMetadata(object, false)).toHaveLength(1);
    expect(validateMetadata(object, true)).toHaveLength(0);
  });
});
