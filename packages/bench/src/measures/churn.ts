import { setTimeout as sleep } from 'node:timers/promises';
import { MeasuredBackend } from '../backend/startBackend';
import { CLUSTER } from '../backend/config';
import { FleetEnvironment } from '../fleet';
import { Changes } from './Changes';
import { Signals } from './Signals';
import { quantile } from './spread';

const PER_SECOND = 100;
const POLL_MS = 20;
/** Of so many changes one is looked for in the API: looking costs the backend more than changing. */
const LOOK_AT_EVERY = 25;
const PATIENCE_MS = 30_000;

/** What 100 health changes a second do. Times in milliseconds. */
export interface ChurnResult {
  changes: number;
  /** What the API server takes to answer a change. */
  toWrite: { p50: number; p99: number };
  /** From that answer on. */
  toSignal: { p50: number; p99: number };
  toApi: { p50: number; p99: number };
  cpuPerChange: number;
  loopDelayP99: number;
  /** Entities that the catalog was told of. */
  catalogMutations: number;
}

interface Detail {
  resources: Array<{ compositionResourceName?: string; status: string }>;
}

interface CatalogState {
  discovered: string;
  entities: number;
}

/** Those whose signal is still to come, by uid. */
class Waiting {
  /** From the API server's answer to the change; none where the signal came before it. */
  readonly latencies: number[] = [];
  private readonly since = new Map<
    string,
    { written?: number; heard?: number }
  >();

  /** @returns what to call when the API server has the change */
  waitFor(uid: string): () => void {
    if (this.since.has(uid)) {
      return () => {};
    }
    this.since.set(uid, {});
    return () => this.note(uid, { written: performance.now() });
  }

  heard(uid: string): void {
    this.note(uid, { heard: performance.now() });
  }

  private note(uid: string, news: { written?: number; heard?: number }): void {
    const known = this.since.get(uid);
    if (!known) {
      return;
    }
    const { written, heard } = { ...news, ...known };
    if (written === undefined || heard === undefined) {
      this.since.set(uid, { ...news, ...known });
    } else {
      this.since.delete(uid);
      this.latencies.push(Math.max(0, heard - written));
    }
  }

  async settled(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (this.since.size > 0) {
      if (performance.now() > end) {
        throw new Error(
          `${this.since.size} changes were never signalled, ${this.latencies.length} were`,
        );
      }
      await sleep(POLL_MS);
    }
  }
}

/** Changes health at a rate, with somebody listening to signals, then with somebody looking at the API as well. */
export async function measureChurn(options: {
  backend: MeasuredBackend;
  changes: Changes;
  seconds: number;
}): Promise<ChurnResult> {
  const { backend, changes, seconds } = options;
  const signals = await Signals.open(backend.process);
  const idleCpu = await cpuWhile(backend, () => sleep(seconds * 500));

  const catalogBefore = await catalogState(backend);
  await backend.process.post('/api/bench/watch-loop');
  const toSignal = new Waiting();
  const toWrite: number[] = [];
  signals.onSignal(uid => toSignal.heard(uid));
  let changed = 0;
  const cpu = await cpuWhile(backend, async () => {
    changed = await changes.run({
      perSecond: PER_SECOND,
      seconds,
      change: async environment => {
        const written = toSignal.waitFor(environment.uid);
        const sent = performance.now();
        await changes.toggleHealth(environment);
        toWrite.push(performance.now() - sent);
        written();
      },
    });
    await toSignal.settled();
  });
  const { loopDelayMs } = await backend.read();

  const toApi: number[] = [];
  await changes.run({
    perSecond: PER_SECOND,
    seconds,
    change: async (environment, index) => {
      // Of prod, only its owners may see anything.
      if (index % LOOK_AT_EVERY > 0 || environment.stage === 'prod') {
        await changes.toggleHealth(environment);
        return;
      }
      await changes.holding(environment, async () => {
        const ready = await changes.toggleHealth(environment);
        const written = performance.now();
        await untilBucketIs(backend, environment, ready);
        toApi.push(performance.now() - written);
      });
    },
  });
  const catalogAfter = await catalogState(backend);
  signals.close();
  return {
    changes: changed,
    toWrite: percentiles(toWrite),
    toSignal: percentiles(toSignal.latencies),
    toApi: percentiles(toApi),
    cpuPerChange:
      (cpu.ms - (idleCpu.ms / idleCpu.elapsed) * cpu.elapsed) / changed,
    loopDelayP99: loopDelayMs.p99,
    catalogMutations:
      catalogAfter.discovered === catalogBefore.discovered &&
      catalogAfter.entities === catalogBefore.entities
        ? 0
        : 1,
  };
}

async function untilBucketIs(
  backend: MeasuredBackend,
  { namespace, name }: FleetEnvironment,
  ready: boolean,
): Promise<void> {
  const path = `/api/mlflow-environments/environments/${CLUSTER}/${namespace}/${name}`;
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { resources } = await backend.process.get<Detail>(path);
    const bucket = resources.find(
      ({ compositionResourceName }) =>
        compositionResourceName === 'artifact-bucket',
    );
    if ((bucket?.status === 'Ready') === ready) {
      return;
    }
    if (performance.now() > end) {
      throw new Error(`The change of ${name} never reached the API`);
    }
    await sleep(POLL_MS);
  }
}

async function catalogState(backend: MeasuredBackend): Promise<CatalogState> {
  return backend.process.get('/api/catalog/bench/entities');
}

async function cpuWhile(
  backend: MeasuredBackend,
  act: () => Promise<unknown>,
): Promise<{ ms: number; elapsed: number }> {
  const start = performance.now();
  const before = await backend.read();
  await act();
  const after = await backend.read();
  return {
    ms: after.cpuMs - before.cpuMs,
    elapsed: performance.now() - start,
  };
}

function percentiles(values: number[]): { p50: number; p99: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}
