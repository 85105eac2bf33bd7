import { aResource } from '../__testUtils__/environments';
import { conditionOfPart, groupByPart, partOf, worstStatus } from './parts';

describe('partOf', () => {
  it.each([
    ['atlas-cluster', 'database'],
    ['atlas-access-list-1a2b', 'database'],
    ['artifact-bucket-versioning', 'artifacts'],
    ['server-role-policy', 'identity'],
    ['mlflow-server', 'server'],
    ['something-new', 'other'],
    [undefined, 'other'],
  ])('puts %p into %p', (name, part) => {
    expect(partOf(name)).toBe(part);
  });
});

describe('groupByPart', () => {
  it('keeps every resource, and only parts that have some', () => {
    const bucket = aResource();
    const stray = aResource({ compositionResourceName: undefined });
    const cluster = aResource({ compositionResourceName: 'atlas-cluster' });
    const parts = groupByPart([stray, bucket, cluster]);
    expect(parts.map(({ id }) => id)).toEqual([
      'database',
      'artifacts',
      'other',
    ]);
    expect(parts.flatMap(({ resources }) => resources)).toHaveLength(3);
  });
});

describe('worstStatus', () => {
  it('lets a failure outrank everything', () => {
    expect(
      worstStatus([
        aResource(),
        aResource({ status: 'Failed' }),
        aResource({ status: 'Progressing' }),
      ]),
    ).toBe('Failed');
  });
});

describe('conditionOfPart', () => {
  it('finds the condition that sums up a part', () => {
    const condition = { type: 'DatabaseReady', status: 'False' };
    expect(conditionOfPart('database', [condition])).toBe(condition);
    expect(conditionOfPart('server', [condition])).toBeUndefined();
    expect(conditionOfPart('other', [condition])).toBeUndefined();
  });
});
