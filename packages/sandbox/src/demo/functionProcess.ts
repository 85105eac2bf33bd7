import { join } from 'node:path';
import { functionDirectory } from '../platform';
import { Child } from './childProcess';

/** Starts the composition function as Crossplane would, except for its certificates. */
export function startFunction(options: {
  port: number;
  logFile: string;
}): Child {
  return new Child({
    name: 'The composition function',
    command: process.execPath,
    args: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join('src', 'main.ts'),
      '--insecure',
      '--address',
      `127.0.0.1:${options.port}`,
    ],
    directory: functionDirectory(),
    environment: process.env,
    logFile: options.logFile,
  });
}
