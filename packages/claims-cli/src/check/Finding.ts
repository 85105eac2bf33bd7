import { ClaimFileProblem } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** Something to say about a file. */
export interface Finding extends ClaimFileProblem {
  /** Whether it is only worth knowing and nothing is wrong. */
  note?: boolean;
}

/** A finding about a file as a whole. */
export function aboutFile(path: string, message: string): Finding {
  return { path, line: 1, column: 1, message };
}
