import { setTimeout as sleep } from 'node:timers/promises';
import { FleetEnvironment } from '../fleet';
import { ApiClient } from '../processes/ApiClient';

/** Changes objects of a fleet, one environment after another, at a steady rate whether or not anybody keeps up. */
export class Changes {
  private next = 0;
  private readonly unready = new Set<string>();
  private readonly held = new Set<string>();
  private readonly toggling = new Map<string, Promise<unknown>>();

  constructor(
    private readonly api: ApiClient,
    private readonly environments: FleetEnvironment[],
  ) {}

  /**
   * Runs at a rate for a while.
   *
   * @returns how many changes were made
   * @throws what the first change that failed threw
   */
  async run(options: {
    perSecond: number;
    seconds: number;
    change: (environment: FleetEnvironment, index: number) => Promise<void>;
  }): Promise<number> {
    const { perSecond, seconds, change } = options;
    const start = performance.now();
    const total = perSecond * seconds;
    const running: Array<Promise<void>> = [];
    const failures: unknown[] = [];
    for (let index = 0; index < total && failures.length === 0; index += 1) {
      const ahead = start + (index * 1000) / perSecond - performance.now();
      if (ahead > 0) {
        await sleep(ahead);
      }
      running.push(
        change(this.take(), index).catch(error => {
          failures.push(error);
        }),
      );
    }
    await Promise.all(running);
    if (failures.length > 0) {
      throw failures[0];
    }
    return running.length;
  }

  /** Changes nothing of an environment while somebody waits to see what was changed last. */
  async holding<T>(
    { name }: FleetEnvironment,
    wait: () => Promise<T>,
  ): Promise<T> {
    this.held.add(name);
    try {
      return await wait();
    } finally {
      this.held.delete(name);
    }
  }

  /** The next one in turn that isn't held. */
  private take(): FleetEnvironment {
    for (let tries = 0; tries < this.environments.length; tries += 1) {
      const environment =
        this.environments[this.next % this.environments.length];
      this.next += 1;
      if (!this.held.has(environment.name)) {
        return environment;
      }
    }
    throw new Error('All environments are held, measure a larger fleet');
  }

  /**
   * Makes a bucket unready, as its provider would when the cloud says no, or ready again.
   *
   * @returns whether it is ready from now on
   */
  toggleHealth(environment: FleetEnvironment): Promise<boolean> {
    // One after another: the API server may answer two at once in any order.
    const before = this.toggling.get(environment.name) ?? Promise.resolve();
    const toggling = before
      .catch(() => {})
      .then(() => this.toggle(environment));
    this.toggling.set(environment.name, toggling);
    return toggling;
  }

  /** Gives an environment to somebody else, which its catalog entity says too. */
  async changeOwner({ path }: FleetEnvironment, owner: string): Promise<void> {
    await this.api.merge(path, { spec: { parameters: { owner } } });
  }

  private async toggle({
    name,
    bucketPath,
  }: FleetEnvironment): Promise<boolean> {
    const ready = this.unready.delete(name);
    if (!ready) {
      this.unready.add(name);
    }
    const lastTransitionTime = new Date().toISOString().replace(/\..*/, 'Z');
    const message =
      'observe failed: cannot get the bucket: AccessDenied: Access Denied';
    await this.api.merge(`${bucketPath}/status`, {
      status: {
        conditions: [
          {
            type: 'Synced',
            lastTransitionTime,
            ...(ready
              ? { status: 'True', reason: 'ReconcileSuccess', message: '' }
              : { status: 'False', reason: 'ReconcileError', message }),
          },
          {
            type: 'Ready',
            lastTransitionTime,
            status: ready ? 'True' : 'False',
            reason: ready ? 'Available' : 'Unavailable',
            message: '',
          },
        ],
      },
    });
    return ready;
  }
}
