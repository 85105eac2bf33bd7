import { Outcome, Results } from './Goal';
import { GOALS } from './goals';

/** A row of the table with what came out. */
export interface Row extends Outcome {
  measure: string;
  goal: string;
}

/** The rows that a run can tell something about. */
export function evaluate(results: Results): Row[] {
  return GOALS.flatMap(({ measure, goal, value }) => {
    const outcome = value(results);
    return outcome ? [{ measure, goal, ...outcome }] : [];
  });
}
