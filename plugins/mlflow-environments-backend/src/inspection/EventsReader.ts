import {
  EnvironmentDetail,
  EnvironmentEvent,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { ClusterClient, readClusterJson } from '../clusters';
import { TimedCache } from '../lib/TimedCache';
import {
  KubernetesEvent,
  parseEventPage,
  toEnvironmentEvent,
} from './kubernetesEvent';
import { ObjectRef } from './ApiPaths';

const PAGE_SIZE = 500;
/** Events live for an hour: more than this in one namespace means something else is wrong with it. */
const MAX_PAGES = 10;
/** Several people looking at one environment cost the cluster one list. */
const KEPT_FOR_MS = 3_000;
/** Kubernetes puts events about cluster-scoped objects here. */
const CLUSTER_EVENTS_NAMESPACE = 'default';

/** Reads Kubernetes events about an environment and its resources, and about nothing else. */
export class EventsReader {
  private readonly events = new TimedCache<KubernetesEvent[]>({
    keptForMs: KEPT_FOR_MS,
    maxEntries: 1_000,
  });

  /** Newest first. */
  async read(
    client: ClusterClient,
    environment: EnvironmentDetail,
    itself: ObjectRef[],
  ): Promise<EnvironmentEvent[]> {
    const subjects = [...itself, ...environment.resources];
    const isOurs = matcher(subjects);
    const namespaces = new Set(
      subjects.map(({ namespace }) => namespace ?? CLUSTER_EVENTS_NAMESPACE),
    );
    const lists = await Promise.all(
      [...namespaces].map(namespace =>
        this.events.get(`${client.cluster} ${namespace}`, () =>
          readNamespace(client, namespace),
        ),
      ),
    );
    return lists
      .flat()
      .filter(({ involvedObject }) => isOurs(involvedObject))
      .map(toEnvironmentEvent)
      .sort((a, b) => (b.lastTime ?? '').localeCompare(a.lastTime ?? ''));
  }
}

/** Versions are left out: an event may name another one of the same kind. */
function keyOf(ref: ObjectRef): string {
  const group = ref.apiVersion.includes('/')
    ? ref.apiVersion.split('/')[0]
    : '';
  return [group, ref.kind, ref.namespace ?? '', ref.name].join('/');
}

function matcher(subjects: ObjectRef[]): (ref: ObjectRef) => boolean {
  const keys = new Set(subjects.map(keyOf));
  return ref => keys.has(keyOf(ref));
}

async function readNamespace(
  client: ClusterClient,
  namespace: string,
): Promise<KubernetesEvent[]> {
  const events: KubernetesEvent[] = [];
  let continueToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const list = parseEventPage(
      await readClusterJson(
        client,
        `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
        { query: { limit: PAGE_SIZE, continue: continueToken } },
      ),
    );
    events.push(...list.events);
    continueToken = list.continueToken;
    if (!continueToken) {
      break;
    }
  }
  return events;
}
