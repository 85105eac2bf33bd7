/** The run was stopped on purpose. */
export class StoppedError extends Error {
  constructor() {
    super('stopped');
    this.name = 'StoppedError';
  }
}

/** Something that runs until it is told to stop. */
interface Running {
  stop(): Promise<void>;
  /** Ends it without waiting, where that can be done. */
  kill?(): void;
}

/** Everything a run has started, so that nothing of it stays. */
export class RunningProcesses {
  private readonly running: Running[] = [];
  private stopping: Promise<void> | undefined;

  get isEmpty(): boolean {
    return this.running.length === 0;
  }

  /** Throws where the run is being stopped already, after stopping what came too late. */
  async add(...started: Running[]): Promise<void> {
    this.running.push(...started);
    if (this.stopping) {
      await Promise.allSettled(started.map(each => each.stop()));
      throw new StoppedError();
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
    this.running.forEach(each => each.kill?.());
  }
}
