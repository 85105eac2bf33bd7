import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ClusterResponseError,
  HttpClusterClient,
  readClusterJson,
  type LocatedCluster,
} from '../../clusters';
import { MemoryEnvironmentStore, type ProjectedObject } from '../../store';
import { FleetWatcher } from '../FleetWatcher';
import { asArray, asObject } from '../json';
import { isOfInterest, labelSelectorOf } from '../kinds';
import { projectObject } from '../projection';
import { collectionPath, type ResourceType } from '../resourceType';
import type { ReflectorTimings } from '../timings';
import { customKind } from './customKind';
import { eventually } from './eventually';
import { FaultProxy, isWatching } from './FaultProxy';
import { hurriedClock } from './HurriedClock';
import { startTestServer, type TestServer } from './server';

/** Not the product's own, which the server may have already. */
const GROUP = 'faults.example.org';
export const ENVIRONMENTS: ResourceType = {
  group: GROUP,
  version: 'v1',
  kind: 'MLflowEnvironment',
  plural: 'mlflowenvironments',
};
export const BUCKETS: ResourceType = {
  group: GROUP,
  version: 'v1',
  kind: 'Bucket',
  plural: 'buckets',
};
const DEPLOYMENTS: ResourceType = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
};

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const MERGE = { 'content-type': 'application/merge-patch+json' };

/** Impatient where what is waited for is real time. */
const TIMINGS: Partial<ReflectorTimings> = {
  pageSize: 2,
  silenceMs: 400,
  listSilenceMs: 400,
};

/** A cluster with environments, watched through a proxy that breaks what a test wants broken. */
export class FaultyCluster {
  readonly store = new MemoryEnvironmentStore({
    logger: mockServices.logger.mock(),
  });
  /** Environments that the store said are gone, of those that were not deleted. */
  readonly #missed: string[] = [];
  /** How often the cluster's credential was asked for. */
  credentials = 0;
  #fleet?: FleetWatcher;
  #last = 0;
  readonly #names = new Set<string>();
  readonly #namespace = `faults-${randomBytes(4).toString('hex')}`;

  static async start(): Promise<FaultyCluster> {
    const server = await startTestServer();
    const proxy = await FaultProxy.start(server.url);
    const cluster = new FaultyCluster(server, proxy);
    await cluster.send('POST', '/api/v1/namespaces', {
      metadata: { name: cluster.#namespace },
    });
    for (const type of [ENVIRONMENTS, BUCKETS]) {
      await cluster.define(type);
    }
    return cluster;
  }

  readonly #client: HttpClusterClient;

  private constructor(
    private readonly server: TestServer,
    readonly proxy: FaultProxy,
  ) {
    this.#client = HttpClusterClient.create(
      {
        name: 'direct',
        url: server.url,
        skipTLSVerify: true,
        authMetadata: {},
      },
      {
        getCredential: async () => ({
          type: 'bearer token',
          token: server.token,
        }),
      },
    );
    this.store.onChange(({ ref, before, after }) => {
      const isGone = before?.environment && !after?.environment;
      if (isGone && this.#names.has(ref.name)) {
        this.#missed.push(ref.name);
      }
    });
  }

  /** Watches the cluster with some environments, and waits until everything is known. */
  async watch(): Promise<void> {
    for (let count = 0; count < 5; count += 1) {
      await this.addEnvironment();
    }
    const located: LocatedCluster = {
      details: { name: 'one', url: this.proxy.url, authMetadata: {} },
      default: true,
      strategy: {
        getCredential: async () => {
          this.credentials += 1;
          return { type: 'bearer token', token: this.server.token };
        },
      },
    };
    this.#fleet = new FleetWatcher({
      locator: {
        locate: async () => ({ clusters: [located], complete: true }),
      },
      store: this.store,
      logger: mockServices.logger.mock(),
      environmentKinds: [ENVIRONMENTS],
      composedKinds: [BUCKETS],
      clock: hurriedClock,
      timings: TIMINGS,
    });
    this.#fleet.start();
    await this.untilTrue();
  }

  async stop(): Promise<void> {
    this.proxy.heal();
    await this.#fleet?.stop();
    await this.proxy.down();
    for (const type of [ENVIRONMENTS, BUCKETS]) {
      await this.undefine(type);
    }
    await this.send('DELETE', `/api/v1/namespaces/${this.#namespace}`);
    await this.#client.close();
    await this.server.stop();
  }

  /** Adds, changes and removes environments and what they are made of. */
  async change(): Promise<void> {
    const [first, second] = this.#names;
    const added = await this.addEnvironment();
    await this.send(
      'PATCH',
      this.#path(ENVIRONMENTS, first),
      { spec: { parameters: { changed: String(this.#last) } } },
      MERGE,
    );
    this.#names.delete(second);
    await this.send('DELETE', this.#path(ENVIRONMENTS, second));
    await this.send('DELETE', this.#path(BUCKETS, added));
  }

  async addEnvironment(): Promise<string> {
    this.#last += 1;
    const name = `env-${this.#last}`;
    const references = [
      { apiVersion: `${GROUP}/v1`, kind: 'Bucket', name },
      { apiVersion: 'apps/v1', kind: 'Deployment', name },
    ];
    const environment = asObject(
      await this.send('POST', this.#path(ENVIRONMENTS), {
        apiVersion: `${GROUP}/v1`,
        kind: 'MLflowEnvironment',
        metadata: { name },
        spec: {
          parameters: { environmentID: name },
          crossplane: { resourceRefs: references },
        },
      }),
    );
    this.#names.add(name);
    const metadata = {
      name,
      labels: { 'crossplane.io/composite': name },
      ownerReferences: [
        {
          apiVersion: `${GROUP}/v1`,
          kind: 'MLflowEnvironment',
          name,
          uid: asObject(environment?.metadata)?.uid,
          controller: true,
        },
      ],
    };
    await this.send('POST', this.#path(BUCKETS), {
      apiVersion: `${GROUP}/v1`,
      kind: 'Bucket',
      metadata,
      spec: { forProvider: { region: 'us-east-1' } },
    });
    await this.send('POST', this.#path(DEPLOYMENTS), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'mlflow', image: 'mlflow' }] },
        },
      },
    });
    return name;
  }

  /** Makes the next watches start from scratch: the server has forgotten what they know. */
  loseTheThread(): void {
    this.proxy.inject(isWatching, { answer: 410 }, 3);
    this.proxy.cut();
  }

  /**
   * Waits until what the store knows is what the cluster has, object for object.
   *
   * @returns the environments that were said to be gone so far, and weren't
   */
  async untilTrue(): Promise<string[]> {
    await eventually(async () => {
      assert.deepEqual(this.known(), await this.fresh());
      assert.deepEqual(this.store.coverage().readInFull, ['one']);
    });
    return this.#missed;
  }

  /** Every object that the store has. */
  known(): ProjectedObject[] {
    return inOrder(
      [...this.store.list()].flatMap(
        ({ environment, composite, resources, leftovers }) => [
          ...(environment ? [environment] : []),
          ...(composite ? [composite] : []),
          ...resources,
          ...leftovers,
        ],
      ),
    );
  }

  /** Every object that the cluster has at this moment, as the store would have it. */
  async fresh(): Promise<ProjectedObject[]> {
    const lists = await Promise.all([
      this.#list(ENVIRONMENTS, 'environment'),
      this.#list(BUCKETS, 'composed'),
      this.#list(DEPLOYMENTS, 'composed'),
    ]);
    return inOrder(lists.flat());
  }

  async define(type: ResourceType, versions = ['v1']): Promise<void> {
    await eventually(() =>
      this.send('POST', DEFINITIONS, customKind(type, versions)),
    );
    await eventually(() => this.send('GET', collectionPath(type)));
  }

  async undefine({ plural, group }: ResourceType): Promise<void> {
    await this.send('DELETE', `${DEFINITIONS}/${plural}.${group}`).catch(
      ignoreMissing,
    );
  }

  /** Serves the kind in another version than before. */
  async moveTo(version: string, type: ResourceType): Promise<void> {
    const path = `${DEFINITIONS}/${type.plural}.${type.group}`;
    const { spec } = customKind(type, [type.version, version]);
    await this.send(
      'PATCH',
      path,
      {
        spec: {
          versions: spec.versions.map(entry => ({
            ...entry,
            served: entry.name === version,
          })),
        },
      },
      MERGE,
    );
    // Its watches end with it, if not at once on every server.
    this.proxy.cut();
  }

  async #list(
    type: ResourceType,
    role: 'environment' | 'composed',
  ): Promise<ProjectedObject[]> {
    const served = await this.#served(type);
    if (!served) {
      return [];
    }
    const list = asObject(
      await readClusterJson(this.#client, collectionPath(served), {
        query: { labelSelector: labelSelectorOf(type, role) },
      }),
    );
    return asArray(list?.items)
      .flatMap(item => projectObject(item, served) ?? [])
      .filter(object => isOfInterest(object, role));
  }

  async #served(type: ResourceType): Promise<ResourceType | undefined> {
    const group = asObject(
      await this.send('GET', `/apis/${type.group}`).catch(ignoreMissing),
    );
    for (const entry of asArray(group?.versions)) {
      const served = { ...type, version: String(asObject(entry)?.version) };
      const list = await this.send('GET', collectionPath(served)).catch(
        ignoreMissing,
      );
      if (list) {
        return served;
      }
    }
    return undefined;
  }

  #path(type: ResourceType, name?: string): string {
    const { group, version, plural } = type;
    const path = `/apis/${group}/${version}/namespaces/${
      this.#namespace
    }/${plural}`;
    return name ? `${path}/${name}` : path;
  }

  private async send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<unknown> {
    return readClusterJson(this.#client, path, {
      method,
      body: body && JSON.stringify(body),
      headers,
    });
  }
}

function inOrder(objects: ProjectedObject[]): ProjectedObject[] {
  return objects.sort((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1));
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof ClusterResponseError && error.status === 404) {
    return undefined;
  }
  throw error;
}
