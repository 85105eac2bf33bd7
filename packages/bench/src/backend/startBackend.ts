import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PACKAGE_FOLDER } from '../paths';
import { BackstageProcess } from '../processes/BackstageProcess';
import { bundle } from '../processes/bundle';
import { CountedWay } from '../processes/CountingProxy';
import { freePort } from '../processes/freePort';
import { Stage } from '../stage';
import { backendConfig, CLUSTER } from './config';
import { ProcessReading } from './ProcessReading';

interface ApiStatus {
  clusters: Array<{ name: string; state: string; since: string }>;
}

/** The backend that is measured. */
export interface MeasuredBackend {
  process: BackstageProcess;
  /** Its own way to the API server. */
  way: CountedWay;
  read(): Promise<ProcessReading>;
  /** After its garbage was collected. */
  collect(): Promise<ProcessReading>;
  stop(): Promise<void>;
}

/** Makes the program of {@link startBackend}. Returns its path. */
export function bundleBackend(): Promise<string> {
  return bundle(join(PACKAGE_FOLDER, 'src', 'backend', 'main.ts'), 'backend');
}

/** Starts our plugins in a minimal Backstage. */
export async function startBackend(
  stage: Stage,
  options: { decisionCacheSeconds: number },
): Promise<MeasuredBackend> {
  const way = await stage.proxy.open();
  const script = await bundleBackend();
  const port = await freePort();
  const backstage = await BackstageProcess.start({
    name: 'The measured backend',
    script,
    directory: PACKAGE_FOLDER,
    folder: join(stage.folder, `backend-${port}`),
    port,
    config: backendConfig({
      clusterUrl: way.url,
      clusterToken: stage.controlPlane.adminToken,
      ...options,
    }),
  });
  stage.onClose(() => backstage.stop());
  return {
    process: backstage,
    way,
    read: () => backstage.get('/api/bench/process'),
    collect: () => backstage.post('/api/bench/collect'),
    stop: () => backstage.stop(),
  };
}

/** Resolves once everything of the cluster is known, with when that was. */
export async function untilSynced(
  backend: MeasuredBackend,
  patienceMs = 300_000,
): Promise<number> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const { clusters } = await backend.process.get<ApiStatus>(
      '/api/mlflow-environments/status',
    );
    if (clusters.find(({ name }) => name === CLUSTER)?.state === 'synced') {
      return Date.now();
    }
    if (Date.now() > end) {
      throw new Error(
        `The cluster is not synced after ${
          patienceMs / 1000
        } s: ${JSON.stringify(clusters)}`,
      );
    }
    await sleep(100);
  }
}

/** Resolves once the catalog has taken in everything that it was told. */
export async function untilStitched(
  backend: MeasuredBackend,
  environments: number,
  patienceMs = 600_000,
): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const { stitched } = await backend.process.get<{ stitched: number }>(
      '/api/catalog/bench/entities',
    );
    if (stitched >= environments) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(
        `The catalog has ${stitched} of ${environments} environments after ${
          patienceMs / 1000
        } s`,
      );
    }
    await sleep(1_000);
  }
}
