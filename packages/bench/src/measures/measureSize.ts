import { CLUSTER } from '../backend/config';
import {
  MeasuredBackend,
  startBackend,
  untilStitched,
  untilSynced,
} from '../backend/startBackend';
import { createFleet, Fleet } from '../fleet';
import { Peer, peerCard, startPeer } from '../peer/startPeer';
import { BackstageProcess } from '../processes/BackstageProcess';
import { Stage } from '../stage';
import { Changes } from './Changes';
import { measureChurn } from './churn';
import { rawList } from './rawList';
import { SizeResult } from './SizeResult';
import { spreadOf } from './spread';
import { measureStitching } from './stitching';
import { askInTurn, Question, ViewResult } from './views';

/** As many cards as are looked at in turn. */
const CARDS = 40;
const ROUNDS = 5;
const CONCURRENT = 16;
/** Beyond this, starting a second backend takes longer than what it tells is worth. */
const LARGEST_UNCACHED = 1_000;
const LIST =
  '/api/mlflow-environments/environments?stage=dev&stage=staging&orderField=since&orderDirection=desc&limit=50';

export interface SizeOptions {
  environments: number;
  withPeer: boolean;
  /** How long each question is asked in a round. */
  seconds: number;
  churnSeconds: number;
  print: (line: string) => void;
}

/** Measures everything that depends on how many environments there are, on a control plane of its own. */
export async function measureSize(options: SizeOptions): Promise<SizeResult> {
  const { environments, withPeer, print } = options;
  const stage = await Stage.open();
  try {
    const before = await startBackend(stage, { decisionCacheSeconds: 10 });
    const empty = await before.collect();
    await before.stop();

    print('filling the cluster');
    const fleet = await createFleet({
      api: stage.api,
      etcdUrl: stage.controlPlane.etcd,
      size: environments,
    });
    // The first list fills the API server's caches, which a running one has filled long ago.
    await rawList(stage.api, fleet.collections);

    print('first sync');
    const raw = [await rawList(stage.api, fleet.collections)];
    const backend = await startBackend(stage, { decisionCacheSeconds: 10 });
    const syncs = [await syncTime(backend)];
    const { loopDelayMs } = await backend.read();
    raw.push(await rawList(stage.api, fleet.collections));

    print('the catalog takes the environments in');
    await untilStitched(backend, environments);
    const full = await backend.collect();

    print('card views');
    const peer = withPeer ? await startPeer(stage) : undefined;
    const calls = await callsPerView(backend, peer, fleet);
    const views = await askInTurn(
      stage.load,
      {
        ...ourQuestions(backend, fleet, options),
        ...peerQuestions(peer, fleet, options),
      },
      ROUNDS,
    );
    await peer?.stop();

    print('churn');
    const changes = new Changes(stage.api, fleet.environments);
    const churn = await measureChurn({
      backend,
      changes,
      seconds: options.churnSeconds,
    });
    const stitching = await measureStitching(backend, changes);
    await backend.stop();

    let uncached: SizeResult['uncached'];
    if (environments <= LARGEST_UNCACHED) {
      print('card views without the decision cache');
      const other = await startBackend(stage, { decisionCacheSeconds: 0 });
      syncs.push(await syncTime(other));
      raw.push(await rawList(stage.api, fleet.collections));
      await untilStitched(other, environments);
      const { card1, card16, permission1 } = await askInTurn(
        stage.load,
        uncachedQuestions(other, fleet, options),
        ROUNDS,
      );
      uncached = { card1, card16, permission1 };
      await other.stop();
    }

    return {
      environments,
      kubernetes: await stage.kubernetesVersion(),
      composedResources: fleet.composedResources,
      providerSchemas: fleet.providerSchemas,
      callsPerView: calls,
      views: {
        empty1: views.empty1,
        empty16: views.empty16,
        card1: views.card1,
        card16: views.card16,
        list1: views.list1,
      },
      peer: peer && {
        card1: (views as Record<string, ViewResult>).peer1,
        card16: (views as Record<string, ViewResult>).peer16,
      },
      uncached,
      cardBytes: views.card1.largestAnswer,
      sync: { ours: spreadOf(syncs), raw: spreadOf(raw) },
      syncLoopDelayP99: loopDelayMs.p99,
      memory: {
        emptyBytes: empty.rssBytes,
        fullBytes: full.rssBytes,
        perResource: (full.rssBytes - empty.rssBytes) / fleet.composedResources,
        heapPerResource:
          (full.heapBytes - empty.heapBytes) / fleet.composedResources,
      },
      churn,
      stitching,
    };
  } finally {
    await stage.close();
  }
}

/** From the first request to the cluster until the API says that everything is known. */
async function syncTime(backend: MeasuredBackend): Promise<number> {
  const synced = await untilSynced(backend);
  const first = backend.way.firstRequestAt();
  if (first === undefined) {
    throw new Error('The backend was synced without asking the cluster');
  }
  return synced - first;
}

/** Those that the user of the measurement may see. */
function readable(fleet: Fleet): Fleet['environments'] {
  const seen = fleet.environments.filter(({ stage }) => stage !== 'prod');
  const step = Math.max(1, Math.floor(seen.length / CARDS));
  return seen.filter((_, index) => index % step === 0).slice(0, CARDS);
}

function cardsOf(fleet: Fleet): string[] {
  return readable(fleet).map(
    ({ namespace, name }) =>
      `/api/mlflow-environments/environments/${CLUSTER}/${namespace}/${name}`,
  );
}

function question(
  process: BackstageProcess,
  paths: string[],
  readers: number,
  seconds: number,
): Question {
  return { origin: process.url, token: process.token, paths, readers, seconds };
}

function ourQuestions(
  { process }: MeasuredBackend,
  fleet: Fleet,
  { seconds }: SizeOptions,
) {
  const ask = (paths: string[], readers: number) =>
    question(process, paths, readers, seconds);
  return {
    empty1: ask(['/api/bench/empty'], 1),
    card1: ask(cardsOf(fleet), 1),
    list1: ask([LIST], 1),
    empty16: ask(['/api/bench/empty'], CONCURRENT),
    card16: ask(cardsOf(fleet), CONCURRENT),
  };
}

function uncachedQuestions(
  { process }: MeasuredBackend,
  fleet: Fleet,
  { seconds }: SizeOptions,
) {
  const ask = (paths: string[], readers: number) =>
    question(process, paths, readers, seconds);
  return {
    permission1: ask(['/api/bench/permission'], 1),
    card1: ask(cardsOf(fleet), 1),
    card16: ask(cardsOf(fleet), CONCURRENT),
  };
}

function peerQuestions(
  peer: Peer | undefined,
  fleet: Fleet,
  { seconds }: SizeOptions,
): Record<string, Question> {
  if (!peer) {
    return {};
  }
  const paths = readable(fleet).map(peerCard);
  // It answers so much more slowly that it takes longer to see as many answers.
  return {
    peer1: question(peer.process, paths, 1, 3 * seconds),
    peer16: question(peer.process, paths, CONCURRENT, 3 * seconds),
  };
}

async function callsPerView(
  backend: MeasuredBackend,
  peer: Peer | undefined,
  fleet: Fleet,
): Promise<SizeResult['callsPerView']> {
  const seen = readable(fleet);
  const rounds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = backend.way.requests();
    for (const path of cardsOf(fleet)) {
      await backend.process.get(path);
    }
    rounds.push((backend.way.requests() - before) / seen.length);
  }
  // Watches are renewed and settings are read every now and then, whether or not anybody looks at a card.
  const ours = Math.min(...rounds);
  if (!peer) {
    return { ours };
  }
  const looked = seen.slice(0, 3);
  const peerBefore = peer.way.requests();
  for (const environment of looked) {
    await peer.process.get(peerCard(environment));
  }
  return { ours, peer: (peer.way.requests() - peerBefore) / looked.length };
}
