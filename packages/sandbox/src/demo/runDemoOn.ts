import { Cluster } from '../cluster';
import { runDemo } from './run';
import { runUntilInterrupted } from './runUntilInterrupted';

/** Runs the demo in the foreground, until Ctrl-C, on a cluster that is there already and stays. */
export async function runDemoOn(cluster: Cluster): Promise<void> {
  await runUntilInterrupted(runDemo, cluster);
}
