import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { Agent, request } from 'node:https';
import { AddressInfo } from 'node:net';
import { controlPlane } from './controlPlane';

/** What somebody asked of the Kubernetes API, in the words of its roles. */
export interface RecordedAccess {
  verb: string;
  group: string;
  resource: string;
}

const STREAMS_REFUSED = JSON.stringify({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  reason: 'Invalid',
  code: 422,
  message:
    'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
});

/** Stands before the API server, passes everything on as it is, and keeps what was asked of which resource. */
export class RecordingProxy {
  readonly accesses: RecordedAccess[] = [];
  private readonly agent = new Agent({
    keepAlive: true,
    ca: Buffer.from(controlPlane.caData, 'base64'),
  });
  private readonly server: Server;

  /** @param refusesStreams - whether collections have to be listed, as on API servers before Kubernetes 1.34 */
  static async start({ refusesStreams = false } = {}): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(refusesStreams);
    await new Promise<void>(resolve => {
      proxy.server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  private constructor(private readonly refusesStreams: boolean) {
    this.server = createServer((incoming, outgoing) =>
      this.forward(incoming, outgoing),
    );
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = incoming;
    const asked = new URL(url, this.url);
    const access = accessOf(method, asked);
    if (access) {
      this.accesses.push(access);
    }
    if (this.refusesStreams && asked.searchParams.has('sendInitialEvents')) {
      outgoing.writeHead(422, { 'content-type': 'application/json' });
      outgoing.end(STREAMS_REFUSED);
      return;
    }
    const { hostname: host, port } = new URL(controlPlane.server);
    const forwarded = request(
      { host, port, method, path: url, headers, agent: this.agent },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  }
}

const VERBS: Record<string, string> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
};

/** As the API server reads it; undefined for what is no resource, such as discovery. */
function accessOf(method: string, url: URL): RecordedAccess | undefined {
  const [root, ...segments] = url.pathname.split('/').filter(Boolean);
  const group = root === 'apis' ? segments.shift() ?? '' : '';
  // The version is of no matter to roles.
  const [, ...rest] = segments;
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
  const [resource, name] = inNamespace ? rest.slice(2) : rest;
  if (!resource) {
    return undefined;
  }
  const verb = url.searchParams.has('watch') ? 'watch' : 'list';
  return {
    group,
    resource,
    verb: method === 'GET' ? (name && 'get') || verb : VERBS[method] ?? method,
  };
}
