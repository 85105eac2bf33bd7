import { Logs } from './demo/logs';
import { runDemo, RunContext, runSandbox } from './demo/run';
import { RunningProcesses } from './demo/runningProcesses';
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
  const context: RunContext = {
    environment: process.env,
    running,
    logs,
    print: text => process.stdout.write(`${text}\n`),
  };
  try {
    await Promise.race([command(context), interrupted]);
    await running.stop();
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
