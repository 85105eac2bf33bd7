import { Command, readArguments } from './arguments';
import { down, status, up, upWithDemo } from './commands';
import { testRun } from './testRun';

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(args: string[]): Promise<number> {
  const { command, demo } = readArguments(args, process.env);
  const run: Record<Command, () => Promise<number>> = {
    up: () => (demo ? upWithDemo(print) : up(print)),
    down: () => down(print),
    status: () => status(print),
    test: () => testRun(print),
  };
  return run[command]();
}

main(process.argv.slice(2)).then(
  code => process.exit(code),
  error => {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  },
);
