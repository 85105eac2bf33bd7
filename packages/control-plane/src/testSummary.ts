/** What jest writes about a run with `--json`; it writes more. */
export interface JestResult {
  numFailedTests: number;
  numPendingTests: number;
  numPassedTests: number;
  numTotalTests: number;
}

/** One line for several runs, in the words in which jest sums up one. */
export function testSummary(results: JestResult[]): string {
  const sum = (count: (result: JestResult) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  const failed = sum(result => result.numFailedTests);
  const skipped = sum(result => result.numPendingTests);
  const passed = sum(result => result.numPassedTests);
  const total = sum(result => result.numTotalTests);
  return `Tests:       ${failed} failed, ${skipped} skipped, ${passed} passed, ${total} total`;
}
