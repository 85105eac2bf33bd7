import { Load, LoadResult } from '../processes/load';
import { LoadGenerator } from '../processes/LoadGenerator';
import { Spread, spreadOf } from './spread';

/** How answers to one kind of question are, over several rounds. Times in milliseconds. */
export interface ViewResult {
  p50: Spread;
  p99: Spread;
  perSecond: Spread;
  largestAnswer: number;
  errors: number;
}

/** A kind of question, and how hard it is asked. */
export type Question = Load;

/**
 * Asks all questions in turn, round after round: what disturbs the machine for a while disturbs all of them.
 *
 * @returns by the question's name
 */
export async function askInTurn<Name extends string>(
  load: LoadGenerator,
  questions: Record<Name, Question>,
  rounds: number,
): Promise<Record<Name, ViewResult>> {
  const names = Object.keys(questions) as Name[];
  const results = new Map<Name, LoadResult[]>(names.map(name => [name, []]));
  // Code is compiled and connections are made before anything counts.
  for (const name of names) {
    await load.run({
      ...questions[name],
      seconds: questions[name].seconds / 2,
    });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      results.get(name)?.push(await load.run(questions[name]));
    }
  }
  return Object.fromEntries(
    names.map(name => [name, viewResult(results.get(name) ?? [])]),
  ) as Record<Name, ViewResult>;
}

function viewResult(results: LoadResult[]): ViewResult {
  const spread = (of: (result: LoadResult) => number) =>
    spreadOf(results.map(of));
  return {
    p50: spread(({ p50 }) => p50),
    p99: spread(({ p99 }) => p99),
    perSecond: spread(({ perSecond }) => perSecond),
    largestAnswer: Math.max(...results.map(each => each.largestAnswer)),
    errors: results.reduce((sum, { errors }) => sum + errors, 0),
  };
}
