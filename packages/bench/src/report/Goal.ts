import { FunctionResult } from '../measures/functionCalls';
import { SizeResult } from '../measures/SizeResult';

/** Everything that a run measured. */
export interface Results {
  sizes: SizeResult[];
  function: FunctionResult;
}

/** One row of the table. */
export interface Goal {
  measure: string;
  /** For people. Empty where there is none, and the value is for the record. */
  goal: string;
  /** What was measured, of one fleet or of several; undefined where this run can't tell. */
  value: (results: Results) => Outcome | undefined;
}

export interface Outcome {
  shown: string;
  /** Undefined where there is no goal. */
  met?: boolean;
  /** Whether to fail when it isn't met. Times depend on the machine, so they are shown and judged, but fail nothing. */
  asserted: boolean;
}
