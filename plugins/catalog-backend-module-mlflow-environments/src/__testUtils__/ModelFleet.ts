import {
  Coverage,
  EnvironmentEventPayload,
  EnvironmentSummary,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentsReading, sureOf } from '../EnvironmentsReader';
import { anEnvironment } from '../testing';

const PAGE = 2;

/** How well the aggregator knows a cluster. */
type Knowledge = 'unread' | 'half-read' | 'read' | 'stale';

interface Cluster {
  environments: Map<string, EnvironmentSummary>;
  knowledge: Knowledge;
  /** What the aggregator has seen of it. */
  seen: Map<string, EnvironmentSummary>;
}

/**
 * Clusters with environments, and an aggregator that knows of them what it can: as much of the real one as the catalog
 * module gets to see.
 */
export class ModelFleet {
  readonly #configured = new Map<string, Cluster>();
  /** Clusters that the aggregator knows of. */
  readonly #located = new Map<string, Cluster>();
  #allClusters = true;
  #created = 0;
  failing = false;

  constructor(
    clusters: string[],
    private readonly announce: (event: EnvironmentEventPayload) => void,
  ) {
    clusters.forEach(name => this.configure(name));
    clusters.forEach(name => this.read(name));
  }

  /** When the environment of an entity came to be; undefined when there is none. */
  creationOf(entityRef: string): number | undefined {
    const environment = this.environments().find(
      other => other.entityRef === entityRef,
    );
    return environment && Number(environment.uid);
  }

  /** How many environments were created so far. */
  get creations(): number {
    return this.#created;
  }

  /** All environments there are. */
  environments(): EnvironmentSummary[] {
    return [...this.#configured.values()].flatMap(({ environments }) => [
      ...environments.values(),
    ]);
  }

  put(cluster: string, name: string, region: string): void {
    const { environments } = this.#configured.get(cluster) ?? {};
    if (!environments) return;
    const uid = environments.get(name)?.uid ?? String((this.#created += 1));
    environments.set(
      name,
      anEnvironment(name, { cluster, uid, parameters: { region } }),
    );
    this.#watch(cluster);
  }

  remove(cluster: string, name: string): void {
    this.#configured.get(cluster)?.environments.delete(name);
    this.#watch(cluster);
  }

  /** The cluster can't be reached any more: what is known of it stays as it is. */
  lose(cluster: string): void {
    const located = this.#located.get(cluster);
    if (located?.knowledge === 'read') located.knowledge = 'stale';
  }

  /** Takes in the first few environments of a cluster that wasn't read yet. */
  readHalf(cluster: string): void {
    const located = this.#located.get(cluster);
    if (located?.knowledge !== 'unread') return;
    located.knowledge = 'half-read';
    [...located.environments]
      .slice(0, 1)
      .forEach(([name, environment]) => this.#see(located, name, environment));
  }

  read(cluster: string): void {
    const located = this.#located.get(cluster);
    if (!located) return;
    located.knowledge = 'read';
    this.#watch(cluster);
  }

  /** The aggregator loses its memory. */
  restart(): void {
    this.#located.clear();
    this.#allClusters = false;
  }

  /** The aggregator learns which clusters are configured. */
  locate(): void {
    for (const [name, { seen }] of this.#located) {
      if (!this.#configured.has(name)) {
        this.#located.delete(name);
        seen.forEach(({ entityRef }) =>
          this.announce({ type: 'remove', entityRef }),
        );
      }
    }
    for (const [name, cluster] of this.#configured) {
      if (this.#located.get(name) !== cluster) {
        cluster.knowledge = 'unread';
        cluster.seen = new Map();
        this.#located.set(name, cluster);
      }
    }
    this.#allClusters = true;
  }

  /** Puts the cluster into the configuration, which the aggregator reads then: before, the cluster is nobody's. */
  configure(cluster: string): void {
    if (!this.#configured.has(cluster)) {
      this.#configured.set(cluster, {
        environments: new Map(),
        knowledge: 'unread',
        seen: new Map(),
      });
    }
    this.locate();
  }

  /** Takes the cluster out of the configuration, which the aggregator learns when it locates clusters. */
  unconfigure(cluster: string): void {
    this.#configured.delete(cluster);
  }

  /**
   * Answers as the aggregator does, page by page.
   *
   * @param betweenPages - resolves when the next page is asked for
   */
  async list(betweenPages: () => Promise<void>): Promise<EnvironmentsReading> {
    const environments: EnvironmentSummary[] = [];
    const coverages: Coverage[] = [];
    for (let page: EnvironmentSummary[] | undefined; ; ) {
      await betweenPages();
      if (this.failing) throw new Error('503');
      coverages.push(this.#coverage());
      page = this.#listedAfter(page?.at(-1)?.entityRef ?? '');
      environments.push(...page);
      if (page.length < PAGE) {
        return { environments, coverage: sureOf(coverages) };
      }
    }
  }

  #listedAfter(last: string): EnvironmentSummary[] {
    return [...this.#located.values()]
      .flatMap(({ seen }) => [...seen.values()])
      .filter(({ entityRef }) => entityRef > last)
      .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1))
      .slice(0, PAGE);
  }

  #coverage(): Coverage {
    return {
      clusters: [...this.#located.keys()],
      readInFull: [...this.#located]
        .filter(([, { knowledge }]) => knowledge === 'read')
        .map(([name]) => name),
      allClusters: this.#allClusters,
    };
  }

  /** What happens in a cluster is seen, if it is being watched. */
  #watch(name: string): void {
    const cluster = this.#located.get(name);
    if (cluster?.knowledge !== 'read') return;
    for (const [other, { entityRef }] of cluster.seen) {
      if (!cluster.environments.has(other)) {
        cluster.seen.delete(other);
        this.announce({ type: 'remove', entityRef });
      }
    }
    cluster.environments.forEach((environment, other) =>
      this.#see(cluster, other, environment),
    );
  }

  #see(cluster: Cluster, name: string, environment: EnvironmentSummary): void {
    if (cluster.seen.get(name) !== environment) {
      cluster.seen.set(name, environment);
      this.announce({ type: 'upsert', environment });
    }
  }
}
