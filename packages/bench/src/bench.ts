import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleBackend } from './backend/startBackend';
import { FunctionResult, measureFunction } from './measures/functionCalls';
import { measureSize } from './measures/measureSize';
import { SizeResult } from './measures/SizeResult';
import { BenchOptions, FULL_SIZES } from './options';
import { runEnvironment } from './report/environment';
import { evaluate, Row } from './report/evaluate';
import { table } from './report/table';
import { writeResults, writeSection } from './report/write';

/** Runs everything, prints the table, and says whether all goals were met. */
export async function bench(options: BenchOptions): Promise<boolean> {
  const started = Date.now();
  const print = (line: string) =>
    process.stdout.write(
      `[${String(Math.round((Date.now() - started) / 1000)).padStart(
        4,
      )} s] ${line}\n`,
    );
  // What can't be built is said before anything is measured.
  await bundleBackend();
  print('the composition function');
  const functionResult = await measureComposing();
  const sizes: SizeResult[] = [];
  for (const environments of options.sizes) {
    sizes.push(
      await measureSize({
        environments,
        withPeer: options.withPeer,
        seconds: options.withPeer ? 1.5 : 1,
        churnSeconds: options.withPeer ? 20 : 10,
        print: line => print(`${environments} environments: ${line}`),
      }),
    );
  }
  const results = { sizes, function: functionResult };
  const rows = evaluate(results);
  const text = table(rows, options.sizes);
  process.stdout.write(`\n${text}\n\n`);

  const environment = runEnvironment(sizes[0].kubernetes);
  // A partial run tells something to whoever made it; the record is of complete ones.
  const isComplete =
    options.withPeer && options.sizes.length === FULL_SIZES.length;
  const file = writeResults(isComplete ? 'results' : 'results.local', {
    ...environment,
    seconds: Math.round((Date.now() - started) / 1000),
    rows,
    ...results,
  });
  if (isComplete) {
    writeSection('bench', sectionOf(environment, text));
  }
  process.stdout.write(`All that was measured is in ${file}\n`);

  return conclude(rows);
}

/** Names what was missed, and counts. Says whether everything was met that must be. */
function conclude(rows: Row[]): boolean {
  const missed = rows.filter(({ met }) => met === false);
  for (const { measure, goal, shown, asserted } of missed) {
    const word = asserted ? 'MISSED' : 'Missed, on this machine';
    process.stdout.write(`${word}: ${measure}: ${shown}, goal: ${goal}\n`);
  }
  const asserted = rows.filter(row => row.asserted && row.met !== undefined);
  const failed = asserted.filter(({ met }) => !met).length;
  process.stdout.write(
    `Tests: ${failed} failed, ${asserted.length - failed} passed, ${
      asserted.length
    } total\n`,
  );
  return failed === 0;
}

async function measureComposing(): Promise<FunctionResult> {
  const folder = mkdtempSync(join(tmpdir(), 'mlflow-bench-'));
  try {
    return await measureFunction(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sectionOf(
  { date, machine, versions }: ReturnType<typeof runEnvironment>,
  text: string,
): string {
  const named = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  return `Run on ${date.slice(0, 10)} with ${machine.processors} and ${
    machine.memoryGiB
  } GiB of memory; ${named}.\n\n${text}`;
}
