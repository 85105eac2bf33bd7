import type {
  MetricsService,
  MetricsServiceCounter,
} from '@backstage/backend-plugin-api/alpha';
import type { ClusterClient } from '../clusters';
import { kindName, type ClusterFeed, type KindFeed } from '../store';

const PREFIX = 'mlflow_environments.cluster';

/** Counts what is asked of each cluster and what it says, without changing either. */
export class WatchMetrics {
  readonly #requests: MetricsServiceCounter;
  readonly #lists: MetricsServiceCounter;
  readonly #events: MetricsServiceCounter;
  readonly #malformed: MetricsServiceCounter;

  constructor(metrics: MetricsService) {
    this.#requests = metrics.createCounter(`${PREFIX}.requests`, {
      description: 'Requests to a cluster, by the class of its answer',
    });
    this.#lists = metrics.createCounter(`${PREFIX}.lists`, {
      description:
        'Complete readings of a kind: the first is the sync, each further one a watch that lost its thread',
    });
    this.#events = metrics.createCounter(`${PREFIX}.events`, {
      description: 'Objects that a cluster told of, in readings and changes',
    });
    this.#malformed = metrics.createCounter(`${PREFIX}.malformed`, {
      description: 'Objects that nobody could make sense of',
    });
  }

  /** The client, with its requests counted. */
  client(client: ClusterClient): ClusterClient {
    const { cluster } = client;
    const count = (outcome: string) =>
      this.#requests.add(1, { cluster, outcome });
    return {
      cluster,
      close: () => client.close(),
      request: async (path, options) => {
        try {
          const response = await client.request(path, options);
          count(`${Math.floor(response.statusCode / 100)}xx`);
          return response;
        } catch (error) {
          count(options?.signal?.aborted ? 'stopped' : 'unreachable');
          throw error;
        }
      },
    };
  }

  /** The feed, with what goes through it counted. */
  feed(cluster: string, feed: ClusterFeed): ClusterFeed {
    return {
      dropKind: kind => feed.dropKind(kind),
      kindsInUse: () => feed.kindsInUse(),
      unsupported: reason => feed.unsupported(reason),
      kind: (kind, role) =>
        this.#kindFeed(
          { cluster, kind: kindName(kind) },
          feed.kind(kind, role),
        ),
    };
  }

  #kindFeed(
    attributes: { cluster: string; kind: string },
    feed: KindFeed,
  ): KindFeed {
    return {
      ...feed,
      listed: uids => {
        this.#lists.add(1, attributes);
        feed.listed(uids);
      },
      upserted: object => {
        this.#events.add(1, attributes);
        feed.upserted(object);
      },
      removed: uid => {
        this.#events.add(1, attributes);
        feed.removed(uid);
      },
      malformed: () => {
        this.#malformed.add(1, attributes);
        feed.malformed();
      },
    };
  }
}
