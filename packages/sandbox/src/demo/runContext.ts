import { Settings } from '../settings';
import { Logs } from './logs';
import { RunningProcesses } from './runningProcesses';

/** What a run is given. */
export interface RunContext {
  settings: Settings;
  running: RunningProcesses;
  logs: Logs;
  print(text: string): void;
}
