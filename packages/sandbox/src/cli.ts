import { runDemo, runSandbox } from './demo/run';
import { RunContext } from './demo/runContext';
import { runUntilInterrupted } from './demo/runUntilInterrupted';
import { messageOf } from './errors';

const COMMANDS: Record<string, (context: RunContext) => Promise<void>> = {
  demo: runDemo,
  sandbox: runSandbox,
};

async function main(name: string | undefined): Promise<void> {
  const command = name && COMMANDS[name];
  if (!command) {
    const known = Object.keys(COMMANDS).join(' or ');
    throw new Error(`Say what to run: ${known}, not "${name ?? ''}"`);
  }
  await runUntilInterrupted(command);
}

main(process.argv[2]).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
