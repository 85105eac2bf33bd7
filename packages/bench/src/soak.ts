import { setTimeout as sleep } from 'node:timers/promises';
import { CLUSTER } from './backend/config';
import {
  MeasuredBackend,
  startBackend,
  untilStitched,
  untilSynced,
} from './backend/startBackend';
import { ProcessReading } from './backend/ProcessReading';
import { createFleet, FleetEnvironment } from './fleet';
import { Changes } from './measures/Changes';
import { SoakOptions } from './options';
import { LoadResult } from './processes/load';
import { runEnvironment } from './report/environment';
import { number } from './report/goals';
import { writeResults, writeSection } from './report/write';
import { Stage } from './stage';

const CHANGES_PER_SECOND = 100;
/** An API server that is starting must not find everything waiting that it missed. */
const MOST_UNDER_WAY = 100;
const READERS = 50;
/** A card is refetched when something happens, not in a loop. */
const READER_PAUSE_MS = 250;
const WARM_UP_MINUTES = 2;
const MOST_GROWTH = 0.05;
const FULL_MINUTES = 10;

interface Sample {
  minute: number;
  reading: ProcessReading;
}

interface SoakResult {
  environments: number;
  minutes: number;
  changes: number;
  refusedChanges: number;
  restarts: number;
  readers: LoadResult;
  /** From the end of the warm-up to the end, as a part of the former. */
  growth: number;
  samples: Sample[];
  /** Environments that the API shows otherwise than the cluster, in the end. */
  wrong: number;
}

/** Reads and changes a fleet for minutes while its API server restarts. Says whether nobody noticed. */
export async function soak(options: SoakOptions): Promise<boolean> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const stage = await Stage.open();
  try {
    const kubernetes = await stage.kubernetesVersion();
    print(`Filling the cluster with ${options.environments} environments`);
    const fleet = await createFleet({
      api: stage.api,
      etcdUrl: stage.controlPlane.etcd,
      size: options.environments,
    });
    const backend = await startBackend(stage, { decisionCacheSeconds: 10 });
    await untilSynced(backend);
    await untilStitched(backend, options.environments);
    print(`Soaking for ${options.minutes} minutes`);
    const result = await run(
      stage,
      backend,
      fleet.environments,
      options,
      print,
    );
    return report(result, kubernetes);
  } finally {
    await stage.close();
  }
}

async function run(
  stage: Stage,
  backend: MeasuredBackend,
  environments: FleetEnvironment[],
  { minutes }: SoakOptions,
  print: (line: string) => void,
): Promise<SoakResult> {
  const changes = new Changes(stage.api, environments);
  const ready = new Map<string, boolean>();
  let refusedChanges = 0;
  let underWay = 0;
  const changing = changes.run({
    perSecond: CHANGES_PER_SECOND,
    seconds: minutes * 60,
    change: async environment => {
      if (underWay > MOST_UNDER_WAY) {
        refusedChanges += 1;
        return;
      }
      underWay += 1;
      try {
        ready.set(environment.name, await changes.toggleHealth(environment));
      } catch {
        // The API server is away for a moment; the object is read again in the end.
        ready.delete(environment.name);
        refusedChanges += 1;
      } finally {
        underWay -= 1;
      }
    },
  });
  const reading = stage.load.run({
    origin: backend.process.url,
    token: backend.process.token,
    paths: pathsOf(environments),
    readers: READERS,
    pauseMs: READER_PAUSE_MS,
    seconds: minutes * 60,
  });
  const restarting = restartAt(stage, [minutes / 3, (2 * minutes) / 3], print);
  const [changed, readers, restarts, samples] = await Promise.all([
    changing,
    reading,
    restarting,
    sampleMemory(backend, minutes, print),
  ]);
  await untilSynced(backend);
  await sleep(2_000);
  const first =
    samples.find(({ minute }) => minute === WARM_UP_MINUTES) ?? samples[0];
  const last = samples[samples.length - 1];
  return {
    environments: environments.length,
    minutes,
    changes: changed,
    refusedChanges,
    restarts,
    readers,
    growth: last.reading.rssBytes / first.reading.rssBytes - 1,
    samples,
    wrong: await countWrong(backend, environments, ready),
  };
}

async function sampleMemory(
  backend: MeasuredBackend,
  minutes: number,
  print: (line: string) => void,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    await sleep(60_000);
    const reading = await backend.collect();
    samples.push({ minute, reading });
    print(
      `Minute ${minute}: ${number(
        reading.rssBytes / 2 ** 20,
      )} MiB resident, ${number(reading.heapBytes / 2 ** 20)} MiB heap`,
    );
  }
  return samples;
}

async function restartAt(
  stage: Stage,
  minutes: number[],
  print: (line: string) => void,
): Promise<number> {
  let passed = 0;
  for (const minute of minutes) {
    await sleep((minute - passed) * 60_000);
    passed = minute;
    print('The API server restarts');
    await stage.controlPlane.restartApiServer();
    print('The API server is back');
  }
  return minutes.length;
}

function pathsOf(environments: FleetEnvironment[]): string[] {
  const cards = environments
    .filter(({ stage }) => stage !== 'prod')
    .slice(0, 200)
    .map(cardOf);
  const list = '/api/mlflow-environments/environments?limit=50&status=Healthy';
  // One page in ten is the list.
  return cards.flatMap((card, index) =>
    index % 9 === 0 ? [list, card] : [card],
  );
}

function cardOf({ namespace, name }: FleetEnvironment): string {
  return `/api/mlflow-environments/environments/${CLUSTER}/${namespace}/${name}`;
}

async function countWrong(
  backend: MeasuredBackend,
  environments: FleetEnvironment[],
  ready: ReadonlyMap<string, boolean>,
): Promise<number> {
  let wrong = 0;
  for (const environment of environments) {
    const expected = ready.get(environment.name);
    if (expected !== undefined && environment.stage !== 'prod') {
      const { resources } = await backend.process.get<{
        resources: Array<{ compositionResourceName?: string; status: string }>;
      }>(cardOf(environment));
      const bucket = resources.find(
        ({ compositionResourceName }) =>
          compositionResourceName === 'artifact-bucket',
      );
      wrong += (bucket?.status === 'Ready') === expected ? 0 : 1;
    }
  }
  return wrong;
}

function report(result: SoakResult, kubernetes: string): boolean {
  const { readers, growth, wrong } = result;
  const checks = [
    {
      what: `no error reached a reader (${readers.errors} of ${
        readers.answers
      } answers, slowest ${number(readers.max)} ms)`,
      holds: readers.errors === 0,
    },
    {
      what: `memory after a forced collection grew by less than 5 % after minute ${WARM_UP_MINUTES} (${number(
        growth * 100,
      )} %)`,
      holds: growth < MOST_GROWTH,
    },
    {
      what: `in the end the API shows what the cluster has (${wrong} environments differ)`,
      holds: wrong === 0,
    },
  ];
  const summary = [
    `${result.minutes} minutes, ${result.environments} environments, ${result.changes} changes, ${READERS} readers, ${result.restarts} restarts of the API server (${result.refusedChanges} changes refused meanwhile):`,
    '',
    ...checks.map(
      ({ what, holds }) => `- ${holds ? 'met' : 'MISSED'}: ${what}`,
    ),
  ].join('\n');
  process.stdout.write(`\n${summary}\n`);
  const environment = runEnvironment(kubernetes);
  const isComplete = result.minutes >= FULL_MINUTES;
  writeResults(isComplete ? 'soak' : 'soak.local', {
    ...environment,
    ...result,
  });
  if (isComplete) {
    const { date, machine } = environment;
    writeSection(
      'soak',
      `Run on ${date.slice(0, 10)} with ${machine.processors} and ${
        machine.memoryGiB
      } GiB of memory: ${summary}`,
    );
  }
  return checks.every(({ holds }) => holds);
}
