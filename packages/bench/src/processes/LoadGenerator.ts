import { ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../paths';
import { Load, LoadResult } from './load';

/** Asks from a process of its own, so that whoever steers the measurement doesn't disturb it. */
export class LoadGenerator {
  private readonly child: ChildProcess = fork(
    join(PACKAGE_FOLDER, 'src', 'processes', 'loadWorker.ts'),
  );

  /** Loads one at a time. */
  async run(load: Load): Promise<LoadResult> {
    const answer = this.answer();
    this.child.send(load);
    return answer;
  }

  stop(): void {
    this.child.disconnect();
  }

  private answer(): Promise<LoadResult> {
    return new Promise((resolve, reject) => {
      const onExit = () =>
        reject(new Error('The load generator ended unexpectedly'));
      // What compiles the child's modules sends messages of its own.
      const onMessage = (message: { result?: LoadResult; error?: string }) => {
        const { result, error } = message;
        if (result || error) {
          this.child.off('message', onMessage).off('exit', onExit);
        }
        if (result) {
          resolve(result);
        } else if (error) {
          reject(new Error(`The load generator failed: ${error}`));
        }
      };
      this.child.on('message', onMessage).once('exit', onExit);
    });
  }
}
