import { SizeResult } from '../measures/SizeResult';
import { spreadOf } from '../measures/spread';
import { ViewResult } from '../measures/views';
import { evaluate, Row } from './evaluate';
import { table } from './table';

function aView(p50: number, perSecond = 1000 / p50): ViewResult {
  return {
    p50: spreadOf([p50]),
    p99: spreadOf([2 * p50]),
    perSecond: spreadOf([perSecond]),
    largestAnswer: 1_700,
    errors: 0,
  };
}

function aSize(overrides: Partial<SizeResult> = {}): SizeResult {
  return {
    environments: 100,
    kubernetes: 'v1.34.4',
    composedResources: 1_600,
    providerSchemas: true,
    callsPerView: { ours: 0, peer: 17 },
    views: {
      empty1: aView(1),
      empty16: aView(8),
      card1: aView(1.2),
      card16: aView(9),
      list1: aView(2),
    },
    peer: { card1: aView(150), card16: aView(1_300, 12) },
    uncached: {
      card1: aView(3.2),
      card16: aView(28, 500),
      permission1: aView(3),
    },
    cardBytes: 1_700,
    sync: { ours: spreadOf([1_000]), raw: spreadOf([900]) },
    syncLoopDelayP99: 20,
    memory: {
      emptyBytes: 1,
      fullBytes: 2,
      perResource: 2_000,
      heapPerResource: 1_500,
    },
    churn: {
      changes: 1_000,
      toWrite: { p50: 5, p99: 20 },
      toApi: { p50: 50, p99: 100 },
      toSignal: { p50: 50, p99: 100 },
      cpuPerChange: 1,
      loopDelayP99: 15,
      catalogMutations: 0,
    },
    stitching: { p50: 1_000, max: 2_000, changes: 80 },
    ...overrides,
  };
}

const functionResult = { composeP50: 1, callP50: 5, perSecond: 300 };

function rowsOf(...sizes: SizeResult[]): Row[] {
  return evaluate({ sizes, function: functionResult });
}

const named = (rows: Row[], start: string) =>
  rows.find(({ measure }) => measure.startsWith(start));

describe('evaluate', () => {
  it('compares with the peer, and says which goals are met', () => {
    const rows = rowsOf(aSize());
    expect(named(rows, 'card view p50, 1 reader')).toMatchObject({
      shown: '125',
      met: true,
    });
    expect(
      named(rows, 'the same without the decision cache, p50, 1'),
    ).toMatchObject({
      shown: '46.9',
      met: true,
    });
  });

  it('asks nothing of the peer where there is none', () => {
    const rows = rowsOf(aSize({ peer: undefined }));
    expect(named(rows, 'card view p50, 1 reader')).toBeUndefined();
    expect(named(rows, 'card view p50: ours')).toMatchObject({ met: true });
  });

  it('compares fleets where there are several', () => {
    expect(named(rowsOf(aSize()), 'CPU time')).toBeUndefined();
    const larger = aSize({ environments: 10_000 });
    expect(
      named(
        rowsOf(aSize(), {
          ...larger,
          churn: { ...larger.churn, cpuPerChange: 1.5 },
        }),
        'CPU time',
      ),
    ).toMatchObject({ shown: '1.5', met: false });
  });

  it('misses a goal that one fleet of several misses', () => {
    const slow = aSize({
      environments: 1_000,
      views: { ...aSize().views, card1: aView(1.6) },
    });
    expect(named(rowsOf(aSize(), slow), 'card view p50: ours')).toMatchObject({
      shown: '1.2, 1.6',
      met: false,
    });
  });

  it('has no opinion on the memory of a fleet too small to tell', () => {
    expect(named(rowsOf(aSize()), 'resident memory')?.met).toBeUndefined();
    expect(
      named(rowsOf(aSize({ environments: 10_000 })), 'resident memory')?.met,
    ).toBe(true);
  });
});

describe('table', () => {
  it('has a line for each row, as wide as each other', () => {
    const lines = table(rowsOf(aSize()), [100]).split('\n');
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
    expect(lines).toHaveLength(rowsOf(aSize()).length + 2);
  });
});
