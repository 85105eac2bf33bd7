/**
 * Checks the claims of MLflow environments in a Git repository.
 *
 * @packageDocumentation
 */

import { run } from './run';

run(process.argv.slice(2), {
  cwd: process.cwd(),
  write: line => process.stdout.write(`${line}\n`),
  writeError: line => process.stderr.write(`${line}\n`),
}).then(exitCode => {
  process.exitCode = exitCode;
});
