import { Cluster } from '../cluster';
import { Settings } from '../settings';
import { Logs } from './logs';
import { RunningProcesses } from './runningProcesses';

/** What a run is given. */
export interface RunContext {
  settings: Settings;
  /** The API server to run on in place of the sandbox's own. */
  cluster?: Cluster;
  running: RunningProcesses;
  logs: Logs;
  print(text: string): void;
}
