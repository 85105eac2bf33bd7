import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { script } from './paths';
import { PythonEnvironment } from './pythonEnvironment';

const run = promisify(execFile);

/** Runs one of the Python scripts and reads the JSON at the end of what it prints. */
export async function runScript(
  { directory }: PythonEnvironment,
  name: string,
  ...args: string[]
): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    join(directory, 'bin/python'),
    [script(name), ...args],
    { env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' } },
  );
  return JSON.parse(stdout.trim().split('\n').slice(-1)[0]);
}
