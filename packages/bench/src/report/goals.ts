import { SizeResult } from '../measures/SizeResult';
import { ratioOf } from '../measures/spread';
import { ViewResult } from '../measures/views';
import { Goal, Outcome, Results } from './Goal';

/** Fewer environments than these don't tell what one takes: the process itself varies by more. */
const ENOUGH_FOR_MEMORY = 10_000;
/** With fewer there is hardly a list, and what is measured is the start of the process. */
const ENOUGH_FOR_SYNC = 1_000;

/** What must hold. Ratios of what was measured in one run, so that they hold on any machine; times only where people wait. */
export const GOALS: Goal[] = [
  each('Kubernetes calls for one card view', '0', ({ callsPerView }) => ({
    shown: `${number(callsPerView.ours)}${
      callsPerView.peer === undefined
        ? ''
        : ` (peer: ${number(callsPerView.peer)})`
    }`,
    met: callsPerView.ours === 0,
    asserted: true,
  })),
  ...(['card1', 'card16'] as const).flatMap(card => [
    ...(['p50', 'p99'] as const).map(percentile =>
      each(
        `card view ${percentile}, ${readers(card)}: peer / ours`,
        'at least 50',
        ({ peer, views }) =>
          peer &&
          atLeast(
            50,
            peer[card][percentile].median / views[card][percentile].median,
          ),
      ),
    ),
    ...(['p50', 'p99'] as const).map(percentile =>
      each(
        `the same without the decision cache, ${percentile}, ${readers(card)}`,
        'at least 40',
        ({ peer, uncached }) =>
          peer &&
          uncached &&
          atLeast(
            40,
            peer[card][percentile].median / uncached[card][percentile].median,
          ),
      ),
    ),
  ]),
  each(
    'card views a second, 16 readers: ours / peer',
    'at least 80',
    ({ peer, views }) =>
      peer &&
      atLeast(80, views.card16.perSecond.median / peer.card16.perSecond.median),
  ),
  each(
    'the same without the decision cache',
    'at least 35',
    ({ peer, uncached }) =>
      peer &&
      uncached &&
      atLeast(
        35,
        uncached.card16.perSecond.median / peer.card16.perSecond.median,
      ),
  ),
  each(
    'card view p50: ours / an empty authenticated route',
    'at most 1.5',
    ({ views }) => atMost(1.5, ratioOf(views.card1.p50, views.empty1.p50)),
  ),
  each(
    'card view p50 without the decision cache: ours / an empty route with one permission call',
    'at most 1.3',
    ({ uncached }) =>
      uncached &&
      atMost(1.3, ratioOf(uncached.card1.p50, uncached.permission1.p50)),
  ),
  each('answer of one card view, gzip', 'at most 6 kB', ({ cardBytes }) => ({
    shown: `${number(cardBytes / 1000)} kB`,
    met: cardBytes <= 6_000,
    asserted: true,
  })),
  each('errors in all views', '0', ({ views, uncached }) => {
    const errors = [
      ...Object.values(views),
      ...Object.values<ViewResult>(uncached ?? {}),
    ].reduce((sum, view) => sum + view.errors, 0);
    return { shown: String(errors), met: errors === 0, asserted: true };
  }),
  growth(
    'card view p99, largest fleet / smallest',
    1.3,
    ({ views }) => views.card1.p99.median,
  ),
  growth(
    'list page p50 (filter, sort, facets, 50 rows), largest fleet / smallest',
    2,
    ({ views }) => views.list1.p50.median,
  ),
  each(
    'first full sync / raw paginated list of the same objects by one client',
    'at most 1.5',
    ({ sync, environments }) => ({
      // The fastest: an API server that no longer has the version of a list in its cache takes six times as long.
      ...atMost(1.5, sync.ours.median / sync.raw.min),
      ...(environments < ENOUGH_FOR_SYNC && {
        met: undefined,
        asserted: false,
      }),
    }),
  ),
  each(
    'resident memory per composed resource',
    'at most 3 KB',
    ({ memory, environments }) => ({
      shown: `${number(memory.perResource / 1024)} KB`,
      met:
        environments < ENOUGH_FOR_MEMORY
          ? undefined
          : memory.perResource <= 3 * 1024,
      asserted: true,
    }),
  ),
  each(
    'cluster change to API, p99, under 100 changes a second',
    'at most 250 ms',
    ({ churn }) => milliseconds(250, churn.toApi.p99),
  ),
  each(
    'cluster change to signal, p99, under 100 changes a second',
    'at most 500 ms',
    ({ churn }) => milliseconds(500, churn.toSignal.p99),
  ),
  each(
    'cluster change to catalog entity stitched, 10 changes a second, slowest',
    'at most 3 s',
    ({ stitching }) => milliseconds(3_000, stitching.max),
  ),
  each(
    'catalog mutations under 100 health changes a second',
    '0',
    ({ churn }) => ({
      shown: churn.catalogMutations === 0 ? '0' : 'some',
      met: churn.catalogMutations === 0,
      asserted: true,
    }),
  ),
  growth(
    'CPU time for one change, largest fleet / smallest',
    1.2,
    ({ churn }) => churn.cpuPerChange,
  ),
  each(
    'event loop delay p99 during first sync',
    'at most 50 ms',
    ({ syncLoopDelayP99, environments }) =>
      environments < ENOUGH_FOR_SYNC
        ? { shown: `${number(syncLoopDelayP99)} ms`, asserted: false }
        : milliseconds(50, syncLoopDelayP99),
  ),
  each('event loop delay p99 under churn', 'at most 50 ms', ({ churn }) =>
    milliseconds(50, churn.loopDelayP99),
  ),
  {
    measure: 'function: a whole environment over gRPC, p50 (compose alone)',
    goal: '',
    value: results => ({
      shown: `${number(results.function.callP50)} ms (${number(
        results.function.composeP50,
      )} ms)`,
      asserted: false,
    }),
  },
  {
    measure: 'function: calls a second, 100 concurrent',
    goal: '',
    value: results => ({
      shown: number(results.function.perSecond),
      asserted: false,
    }),
  },
];

/** A goal that each fleet must meet. */
function each(
  measure: string,
  goal: string,
  outcomeOf: (size: SizeResult) => Outcome | undefined,
): Goal {
  return {
    measure,
    goal,
    value: ({ sizes }) => {
      const outcomes = sizes.map(size => outcomeOf(size));
      const known = outcomes.flatMap(outcome => outcome?.met ?? []);
      return outcomes.some(Boolean)
        ? {
            shown: outcomes.map(outcome => outcome?.shown ?? '-').join(', '),
            met: known.length > 0 ? known.every(Boolean) : undefined,
            asserted: outcomes.some(outcome => outcome?.asserted),
          }
        : undefined;
    },
  };
}

/** A goal for how something grows with the fleet. */
function growth(
  measure: string,
  limit: number,
  of: (size: SizeResult) => number,
): Goal {
  return {
    measure,
    goal: `at most ${limit}`,
    value: ({ sizes }: Results) => {
      const [smallest] = sizes;
      const largest = sizes[sizes.length - 1];
      return sizes.length > 1
        ? atMost(limit, of(largest) / of(smallest))
        : undefined;
    },
  };
}

function atLeast(limit: number, value: number): Outcome {
  return { shown: number(value), met: value >= limit, asserted: true };
}

function atMost(limit: number, value: number): Outcome {
  return { shown: number(value), met: value <= limit, asserted: true };
}

function milliseconds(limit: number, value: number): Outcome {
  return {
    shown: `${number(value)} ms`,
    met: value <= limit,
    asserted: false,
  };
}

function readers(card: 'card1' | 'card16'): string {
  return card === 'card1' ? '1 reader' : '16 readers';
}

/** Three significant digits, without an exponent. */
export function number(value: number): string {
  if (Math.abs(value) >= 100) {
    return Math.round(value).toLocaleString('en-US');
  }
  return String(Number(value.toPrecision(3)));
}
