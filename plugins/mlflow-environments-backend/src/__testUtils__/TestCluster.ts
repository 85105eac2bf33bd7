import { startApiServer, type ApiServer } from '@mlops-platform/sandbox';

/** Kubernetes object as tests write it. */
export interface TestObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** As an object comes back, with what the server added. */
export type CreatedObject = TestObject & { metadata: { uid: string } };

const PLURALS: Record<string, string> = {
  MLflowEnvironment: 'mlflowenvironments',
  Bucket: 'buckets',
  Project: 'projects',
  Composition: 'compositions',
  Secret: 'secrets',
  Deployment: 'deployments',
  ConfigMap: 'configmaps',
  Event: 'events',
  Namespace: 'namespaces',
  MLflowEnvironmentClaim: 'mlflowenvironmentclaims',
  XMLflowEnvironment: 'xmlflowenvironments',
  LegacyBucket: 'legacybuckets',
};

const NAMESPACES = ['team-a', 'team-b'];

/** What the plugin may do in a cluster: read everything but Secrets. */
const READ_ONLY = {
  allow: [{ verbs: ['get', 'list', 'watch'] }, { nonResourceURLs: ['*'] }],
  deny: [{ resources: ['secrets'] }],
};

/** A cluster with an API server of its own. */
export class TestCluster {
  /** The plugin's token. */
  readonly token = 'the-plugins-token';

  static async start(
    definitions: object[],
    access: {
      allow?: object[];
      deny?: object[];
    } = READ_ONLY,
  ): Promise<TestCluster> {
    const token = 'the-plugins-token';
    const server = await startApiServer({
      crds: definitions,
      tokens: [{ token, user: 'backstage', ...access }],
    });
    const cluster = new TestCluster(server);
    for (const name of NAMESPACES) {
      await cluster.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
    return cluster;
  }

  private constructor(private readonly server: ApiServer) {}

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  async create(object: TestObject): Promise<CreatedObject> {
    const created = await this.send('POST', collectionOf(object), object);
    if (object.status) {
      return this.setStatus(created, object.status);
    }
    return created;
  }

  async setStatus(object: TestObject, status: unknown): Promise<CreatedObject> {
    return this.send(
      'PATCH',
      `${pathOf(object)}/${hasStatus(object) ? 'status' : ''}`,
      { status },
    );
  }

  async patch(object: TestObject, change: object): Promise<CreatedObject> {
    return this.send('PATCH', pathOf(object), change);
  }

  async remove(object: TestObject): Promise<void> {
    await this.send('DELETE', pathOf(object));
  }

  private async send(
    method: string,
    path: string,
    body?: object,
  ): Promise<CreatedObject> {
    const response = await fetch(`${this.url}${path.replace(/\/$/, '')}`, {
      method,
      headers: {
        authorization: `Bearer ${this.server.token}`,
        'content-type':
          method === 'PATCH'
            ? 'application/merge-patch+json'
            : 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }
}

function hasStatus({ kind }: TestObject): boolean {
  return !['ConfigMap', 'Event', 'Secret'].includes(kind);
}

function collectionOf({ apiVersion, kind, metadata }: TestObject): string {
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const place = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
  return `${root}/${apiVersion}${place}/${PLURALS[kind]}`;
}

function pathOf(object: TestObject): string {
  return `${collectionOf(object)}/${object.metadata.name}`;
}
