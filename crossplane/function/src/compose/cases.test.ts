import { outcomeOf, testCases } from '../__testUtils__/cases';

describe('compose', () => {
  it.each(testCases())('%s', (_title, testCase) => {
    expect(outcomeOf(testCase)).toMatchObject(testCase.expect);
  });
});
