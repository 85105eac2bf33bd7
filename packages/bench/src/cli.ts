import { bench } from './bench';
import { readBenchOptions, readSoakOptions } from './options';
import { soak } from './soak';

const [command, ...args] = process.argv.slice(2);

async function main(): Promise<boolean> {
  switch (command) {
    case 'bench':
      return bench(readBenchOptions(args));
    case 'soak':
      return soak(readSoakOptions(args));
    default:
      throw new Error(`Say what to run: bench or soak, not "${command ?? ''}"`);
  }
}

// Ends what was started, which waits for this process to exit.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().then(
  isGood => process.exit(isGood ? 0 : 1),
  error => {
    process.stderr.write(
      `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exit(1);
  },
);
