import { Child } from './childProcess';

/** Something that runs until it is told to stop. */
interface Running {
  stop(): Promise<void>;
}

/** Everything a run has started, so that nothing of it stays. */
export class RunningProcesses {
  private readonly running: Running[] = [];
  private stopping: Promise<void> | undefined;

  get isEmpty(): boolean {
    return this.running.length === 0;
  }

  add(...started: Running[]): void {
    this.running.push(...started);
    // What comes up while the run is being stopped is stopped as well.
    if (this.stopping) {
      started.forEach(each => void each.stop());
    }
  }

  /** Stops all at the same time; asking twice is the same as asking once. */
  async stop(): Promise<void> {
    this.stopping ??= Promise.allSettled(
      this.running.map(each => each.stop()),
    ).then(() => {});
    await this.stopping;
  }

  /** Ends all processes at once, for those who don't want to wait. */
  kill(): void {
    this.running
      .filter((each): each is Child => each instanceof Child)
      .forEach(child => child.kill());
  }
}
