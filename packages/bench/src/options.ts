import { parseArgs } from 'node:util';

/** The fleets of a complete run. */
export const FULL_SIZES = [100, 1_000, 10_000];

export interface BenchOptions {
  sizes: number[];
  withPeer: boolean;
}

export interface SoakOptions {
  environments: number;
  minutes: number;
}

/** Throws an error that says what is wrong with the arguments. */
export function readBenchOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      environments: { type: 'string', multiple: true },
      'no-peer': { type: 'boolean' },
    },
  });
  return {
    sizes: values.environments?.map(readCount).sort((a, b) => a - b) ?? [
      ...FULL_SIZES,
    ],
    withPeer: !values['no-peer'],
  };
}

export function readSoakOptions(args: string[]): SoakOptions {
  const { values } = parseArgs({
    args,
    options: {
      environments: { type: 'string', default: '1000' },
      minutes: { type: 'string', default: '10' },
    },
  });
  return {
    environments: readCount(values.environments),
    minutes: readCount(values.minutes),
  };
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`"${text}" is no number of environments or minutes`);
  }
  return count;
}
