import { KubeConfig } from '@kubernetes/client-node';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';

/** A JSON value as it came over the wire, for tests to look into. */
export type Json = string | number | boolean | null | Json[] | JsonMap;
export interface JsonMap {
  [key: string]: Json;
}

/** An answer of the server. */
export interface Answer {
  code: number;
  body: JsonMap;
  text: string;
  headers: IncomingMessage['headers'];
}

/** One line of a watch. */
export interface WatchEvent {
  type: string;
  object: JsonMap;
}

/** What a request may carry besides its path. */
export interface RequestOptions {
  body?: object;
  contentType?: string;
  headers?: { [name: string]: string };
}

/** An open watch. */
export class WatchStream implements AsyncIterable<WatchEvent> {
  private readonly lines: AsyncIterator<string>;

  constructor(private readonly response: IncomingMessage) {
    this.lines = createInterface({ input: response })[Symbol.asyncIterator]();
  }

  get code(): number {
    return this.response.statusCode ?? 0;
  }

  /** The next event; undefined when the server has ended the watch. */
  async next(): Promise<WatchEvent | undefined> {
    const { value, done } = await this.lines.next();
    if (done || !value) return undefined;
    const event: WatchEvent = JSON.parse(value);
    return event;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<WatchEvent> {
    for (;;) {
      const event = await this.next();
      if (!event) return;
      yield event;
    }
  }

  /** Everything until the server ends the watch. */
  async rest(): Promise<WatchEvent[]> {
    const events: WatchEvent[] = [];
    for await (const event of this) events.push(event);
    return events;
  }

  close(): void {
    this.response.destroy();
  }
}

/** A Kubernetes API server under test, reached as a kubeconfig says. */
export class ServerUnderTest {
  constructor(readonly kubeConfig: KubeConfig) {}

  static fromFile(path: string): ServerUnderTest {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(path);
    return new ServerUnderTest(kubeConfig);
  }

  static fromToken(url: string, token: string): ServerUnderTest {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromOptions({
      clusters: [{ name: 'contract', server: url, skipTLSVerify: true }],
      users: [{ name: 'contract', token }],
      contexts: [{ name: 'contract', cluster: 'contract', user: 'contract' }],
      currentContext: 'contract',
    });
    return new ServerUnderTest(kubeConfig);
  }

  get(path: string, headers?: RequestOptions['headers']): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, body: object): Promise<Answer> {
    return this.send('POST', path, { body });
  }

  put(path: string, body: object): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  delete(path: string, body?: object): Promise<Answer> {
    return this.send('DELETE', path, { body });
  }

  merge(path: string, body: object): Promise<Answer> {
    const contentType = 'application/merge-patch+json';
    return this.send('PATCH', path, { body, contentType });
  }

  jsonPatch(path: string, body: object): Promise<Answer> {
    const contentType = 'application/json-patch+json';
    return this.send('PATCH', path, { body, contentType });
  }

  strategicMerge(path: string, body: object): Promise<Answer> {
    const contentType = 'application/strategic-merge-patch+json';
    return this.send('PATCH', path, { body, contentType });
  }

  /** Server-side apply. */
  apply(
    path: string,
    manager: string,
    body: object,
    options: { force?: boolean } = {},
  ): Promise<Answer> {
    const query = new URLSearchParams({ fieldManager: manager });
    if (options.force) query.set('force', 'true');
    const contentType = 'application/apply-patch+yaml';
    return this.send('PATCH', `${path}?${query}`, { body, contentType });
  }

  async send(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<Answer> {
    const response = await this.open(method, path, options);
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) text += chunk;
    const isJson = response.headers['content-type']?.includes('json');
    const body: JsonMap = isJson ? JSON.parse(text) : {};
    return {
      code: response.statusCode ?? 0,
      body,
      text,
      headers: response.headers,
    };
  }

  /** Opens a watch; the events come one by one. */
  async watch(path: string): Promise<WatchStream> {
    const separator = path.includes('?') ? '&' : '?';
    const response = await this.open('GET', `${path}${separator}watch=true`);
    return new WatchStream(response);
  }

  private open(
    method: string,
    path: string,
    { body, contentType, headers }: RequestOptions = {},
  ): Promise<IncomingMessage> {
    const cluster = this.kubeConfig.getCurrentCluster();
    const user = this.kubeConfig.getCurrentUser();
    if (!cluster) throw new Error('the kubeconfig names no current cluster');
    const url = new URL(cluster.server + path);
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          method,
          agent: false,
          rejectUnauthorized: !cluster.skipTLSVerify,
          ca: cluster.caData && Buffer.from(cluster.caData, 'base64'),
          cert: user?.certData && Buffer.from(user.certData, 'base64'),
          key: user?.keyData && Buffer.from(user.keyData, 'base64'),
          headers: {
            accept: 'application/json',
            'user-agent': 'contract/1.0',
            ...(user?.token ? { authorization: `Bearer ${user.token}` } : {}),
            ...(payload === undefined
              ? {}
              : {
                  'content-type': contentType ?? 'application/json',
                  'content-length': Buffer.byteLength(payload),
                }),
            ...headers,
          },
        },
        resolve,
      );
      sent.on('error', reject);
      sent.end(payload);
    });
  }
}
