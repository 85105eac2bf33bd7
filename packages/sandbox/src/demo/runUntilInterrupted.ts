import { Cluster } from '../cluster';
import { readSettings } from '../settings';
import { Logs } from './logs';
import { RunContext } from './runContext';
import { RunningProcesses } from './runningProcesses';

/**
 * Runs something in the foreground until it ends or somebody presses Ctrl-C, and leaves nothing of it behind. A second
 * Ctrl-C ends its processes at once.
 */
export async function runUntilInterrupted(
  command: (context: RunContext) => Promise<void>,
  cluster?: Cluster,
): Promise<void> {
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
  const run = command({ settings, cluster, running, logs, print });
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
