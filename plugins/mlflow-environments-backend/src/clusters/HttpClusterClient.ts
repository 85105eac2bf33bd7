import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import type { MlflowEnvironmentsAuthStrategy } from '@mlops-platform/backstage-plugin-mlflow-environments-node';
import { Agent, type Dispatcher } from 'undici';
import type { ClusterClient, ClusterRequest } from './ClusterClient';
import { CredentialCache } from './CredentialCache';
import { clusterEndpoint, type ClusterEndpoint } from './endpoint';
import { ClusterUnreachableError } from './errors';

const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_IDLE_TIMEOUT_MS = 30_000;

/** A ClusterClient over HTTP with kept-alive connections. */
export class HttpClusterClient implements ClusterClient {
  readonly cluster: string;
  readonly #endpoint: ClusterEndpoint;
  readonly #credentials: CredentialCache;
  #agent?: { agent: Agent; madeFor: KubernetesCredential; trust: string };

  static create(
    details: ClusterDetails,
    strategy: MlflowEnvironmentsAuthStrategy,
  ): HttpClusterClient {
    return new HttpClusterClient(
      details.name,
      clusterEndpoint(details),
      new CredentialCache(() => strategy.getCredential(details, {})),
    );
  }

  private constructor(
    cluster: string,
    endpoint: ClusterEndpoint,
    credentials: CredentialCache,
  ) {
    this.cluster = cluster;
    this.#endpoint = endpoint;
    this.#credentials = credentials;
  }

  async request(
    path: string,
    options: ClusterRequest = {},
  ): Promise<Dispatcher.ResponseData> {
    const credential = await this.#signIn(() => this.#credentials.get());
    const response = await this.#send(path, options, credential);
    if (response.statusCode !== 401) {
      return response;
    }
    // Tokens are revoked and rotated before they expire: one more try with a fresh one.
    await response.body.dump();
    return this.#send(
      path,
      options,
      await this.#signIn(() => this.#credentials.replace(credential)),
    );
  }

  async close(): Promise<void> {
    await this.#agent?.agent.destroy();
  }

  async #signIn(
    get: () => Promise<KubernetesCredential>,
  ): Promise<KubernetesCredential> {
    try {
      return await get();
    } catch (error) {
      throw new ClusterUnreachableError(
        this.cluster,
        'gave no credentials to sign in with',
        error,
      );
    }
  }

  async #send(
    path: string,
    options: ClusterRequest,
    credential: KubernetesCredential,
  ): Promise<Dispatcher.ResponseData> {
    const idleTimeout = options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS;
    try {
      const agent = await this.#agentFor(credential);
      return await agent.request({
        origin: new URL(this.#endpoint.url).origin,
        path: `${new URL(this.#endpoint.url).pathname.replace(
          /\/$/,
          '',
        )}${path}${queryString(options.query)}`,
        method: options.method ?? 'GET',
        headers: {
          accept: 'application/json',
          'user-agent': 'backstage-plugin-mlflow-environments',
          ...(options.body === undefined
            ? {}
            : { 'content-type': 'application/json' }),
          ...options.headers,
          ...(credential.type === 'bearer token'
            ? { authorization: `Bearer ${credential.token}` }
            : {}),
        },
        body: options.body,
        signal: options.signal,
        headersTimeout: idleTimeout,
        bodyTimeout: idleTimeout,
      });
    } catch (error) {
      options.signal?.throwIfAborted();
      throw new ClusterUnreachableError(
        this.cluster,
        'cannot be reached',
        error,
      );
    }
  }

  /** Certificates belong to the connection, so a new one, or a rotated authority, needs new connections. */
  async #agentFor(credential: KubernetesCredential): Promise<Agent> {
    if (this.#agent?.madeFor === credential) {
      return this.#agent.agent;
    }
    const tls = {
      ca: await this.#endpoint.readCa(),
      ...(credential.type === 'x509 client certificate'
        ? { cert: credential.cert, key: credential.key }
        : {}),
    };
    const trust = JSON.stringify(tls);
    if (this.#agent?.trust !== trust) {
      // Requests that run on the old connections may finish there.
      this.#agent?.agent.close().catch(() => {});
      const agent = new Agent({
        connect: {
          ...tls,
          rejectUnauthorized: this.#endpoint.verifyTls,
          timeout: CONNECT_TIMEOUT_MS,
        },
      });
      this.#agent = { agent, madeFor: credential, trust };
    } else {
      this.#agent = { ...this.#agent, madeFor: credential };
    }
    return this.#agent.agent;
  }
}

function queryString(query: ClusterRequest['query']): string {
  const entries = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return entries.length ? `?${new URLSearchParams(entries)}` : '';
}
