import type { JsonObject, KubeObject } from '../model/objects';
import { builtinSchema } from '../resources/builtinSchemas';
import {
  applyConfiguration,
  trackUpdate,
  type Tracking,
} from './managedFields';

const by = (manager: string, subresource = ''): Tracking => ({
  manager,
  subresource,
  schema: builtinSchema('Deployment'),
  hasStatus: true,
  now: new Date('2026-01-01T00:00:00Z'),
});

function aDeployment(fields: JsonObject): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', uid: 'u' },
    ...fields,
  };
}

function managers(object: KubeObject): JsonObject {
  return Object.fromEntries(
    (object.metadata.managedFields ?? []).map(entry => [
      `${entry.manager} ${entry.operation} ${entry.subresource ?? ''}`.trim(),
      entry.fieldsV1,
    ]),
  );
}

describe('trackUpdate', () => {
  it('gives a new object to its creator', () => {
    const object = trackUpdate(
      undefined,
      aDeployment({ spec: { replicas: 1 } }),
      by('one'),
    );
    expect(managers(object)).toEqual({
      'one Update': { 'f:spec': { '.': {}, 'f:replicas': {} } },
    });
  });

  it('moves what changes to who changes it', () => {
    const before = trackUpdate(
      undefined,
      aDeployment({ spec: { replicas: 1, paused: true } }),
      by('one'),
    );
    const after = trackUpdate(
      before,
      { ...before, spec: { replicas: 2, paused: true } },
      by('two'),
    );
    expect(managers(after)).toEqual({
      'one Update': { 'f:spec': { '.': {}, 'f:paused': {} } },
      'two Update': { 'f:spec': { 'f:replicas': {} } },
    });
  });

  it('records the status apart from the rest', () => {
    const before = trackUpdate(
      undefined,
      aDeployment({ spec: { replicas: 1 } }),
      by('one'),
    );
    const after = trackUpdate(
      before,
      { ...before, status: { replicas: 1 } },
      by('one', 'status'),
    );
    expect(managers(after)).toMatchObject({
      'one Update status': { 'f:status': { 'f:replicas': {} } },
    });
  });

  it('stops tracking when a client clears the list', () => {
    const before = trackUpdate(undefined, aDeployment({}), by('one'));
    const cleared = trackUpdate(
      before,
      { ...before, metadata: { ...before.metadata, managedFields: [] } },
      by('one'),
    );
    expect(cleared.metadata.managedFields).toBeUndefined();
  });
});

describe('applyConfiguration', () => {
  const apply = (
    current: KubeObject,
    manager: string,
    spec: JsonObject,
    force = false,
  ) =>
    applyConfiguration(
      current,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd' },
        spec,
      },
      { ...by(manager), force },
    );

  it('treats what was there before tracking as managed by the past', () => {
    const untracked = aDeployment({ spec: { replicas: 1 } });
    expect(() => apply(untracked, 'one', { replicas: 2 })).toThrow(
      'Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas',
    );
    expect(apply(untracked, 'one', { replicas: 1 }).spec).toEqual({
      replicas: 1,
    });
  });

  it('removes an item that its manager no longer states, with what was filled into it', () => {
    const container = (name: string) => ({ name, image: 'i' });
    const template = (...names: string[]) => ({
      template: { spec: { containers: names.map(container) } },
    });
    const applied = apply(aDeployment({}), 'one', template('a', 'b'), true);
    const filled = JSON.parse(
      JSON.stringify(applied).replaceAll(
        '"image":"i"',
        '"image":"i","terminationMessagePolicy":"File"',
      ),
    );
    const next = apply(filled, 'one', template('b'));
    expect(next.spec).toEqual({
      template: {
        spec: {
          containers: [
            { name: 'b', image: 'i', terminationMessagePolicy: 'File' },
          ],
        },
      },
    });
  });

  it('leaves the status to its subresource', () => {
    const current = aDeployment({ status: { replicas: 3 } });
    const next = applyConfiguration(
      current,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd' },
        status: { replicas: 3 },
      },
      { ...by('one'), force: true },
    );
    expect(managers(next)).not.toHaveProperty('one Apply');
  });
});
