import { Logs } from './demo/logs';
import { runDemo, runSandbox } from './demo/run';
import { RunContext } from './demo/runContext';
import { RunningProcesses } from './demo/runningProcesses';
import { messageOf } from './errors';
import { readSettings } from './settings';

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
  const settings = readSettings(process.env);
  const running = new RunningProcesses();
  let signals = 0;
  const interrupted = new Promise<void>(resolve => {
    const onSignal = () => {
      signals += 1;
      if (signals > 1) {
        running.kill();
      }
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    process.on('SIGHUP', onSignal);
  });
  const logs = await Logs.create();
  const print = (text: string) => process.stdout.write(`${text}\n`);
  const run = command({ settings, running, logs, print });
  try {
    await Promise.race([run, interrupted]);
    await running.stop();
    // What was just starting is stopped as soon as it has started.
    await run.catch(() => {});
    await logs.remove();
  } catch (error) {
    // What was started may have said more than the error does.
    await (running.isEmpty ? logs.remove() : running.stop());
    throw error;
  }
}

main(process.argv[2]).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
