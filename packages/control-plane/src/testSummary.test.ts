import { testSummary } from './testSummary';

describe('testSummary', () => {
  it('adds up runs in the words of jest', () => {
    const contract = {
      numFailedTests: 1,
      numPendingTests: 0,
      numPassedTests: 132,
      numTotalTests: 133,
    };
    const suites = {
      numFailedTests: 0,
      numPendingTests: 2,
      numPassedTests: 4,
      numTotalTests: 6,
    };

    expect(testSummary([contract, suites])).toBe(
      'Tests:       1 failed, 2 skipped, 136 passed, 139 total',
    );
  });
});
