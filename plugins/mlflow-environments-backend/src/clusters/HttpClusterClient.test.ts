import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { generate } from 'selfsigned';
import { HttpClusterClient } from './HttpClusterClient';
import { readClusterJson } from './readClusterJson';

jest.setTimeout(60_000);

const TOKEN = 'very-secret-token';

describe('HttpClusterClient', () => {
  const servers: Server[] = [];
  const clients: HttpClusterClient[] = [];

  afterEach(async () => {
    await Promise.all(clients.splice(0).map(client => client.close()));
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  });

  async function listen(server: Server): Promise<string> {
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function serve(listener: RequestListener): Promise<string> {
    return `http://${await listen(createServer(listener))}`;
  }

  function connect(
    url: string,
    credential: () =>
      | KubernetesCredential
      | Promise<KubernetesCredential> = () => ({
      type: 'bearer token',
      token: TOKEN,
    }),
    details: Partial<ClusterDetails> = {},
  ): HttpClusterClient {
    const client = HttpClusterClient.create(
      { name: 'one', url, authMetadata: {}, ...details },
      { getCredential: async () => credential() },
    );
    clients.push(client);
    return client;
  }

  it("adds the cluster's path, the query and the token to a request", async () => {
    const url = await serve((request, response) => {
      response.end(
        JSON.stringify({
          url: request.url,
          method: request.method,
          authorization: request.headers.authorization,
          accept: request.headers.accept,
        }),
      );
    });
    const client = connect(`${url}/k8s/c-1/`);

    expect(
      await readClusterJson(client, '/api/v1/pods', {
        query: { labelSelector: 'a in (b)', limit: 5, continue: undefined },
      }),
    ).toEqual({
      url: '/k8s/c-1/api/v1/pods?labelSelector=a+in+%28b%29&limit=5',
      method: 'GET',
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/json',
    });
  });

  it('sends bodies', async () => {
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () =>
        response.end(
          JSON.stringify([
            request.method,
            request.headers['content-type'],
            body,
          ]),
        ),
      );
    });
    expect(
      await readClusterJson(connect(url), '/x', {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: '{"a":1}',
      }),
    ).toEqual(['PATCH', 'application/merge-patch+json', '{"a":1}']);
  });

  it('asks for a fresh credential when the one it has is refused, once', async () => {
    const seen: Array<string | undefined> = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.statusCode =
        request.headers.authorization === 'Bearer new' ? 200 : 401;
      response.end('{}');
    });
    const tokens = ['old', 'new'];
    const client = connect(url, () => ({
      type: 'bearer token',
      token: tokens.shift() ?? 'never',
    }));
    await readClusterJson(client, '/api');
    await readClusterJson(client, '/api');
    expect(seen).toEqual(['Bearer old', 'Bearer new', 'Bearer new']);
  });

  it('reports a refusal that a fresh credential does not cure', async () => {
    const url = await serve((_, response) => {
      response.statusCode = 401;
      response.end(JSON.stringify({ kind: 'Status', message: 'Unauthorized' }));
    });
    await expect(readClusterJson(connect(url), '/api')).rejects.toMatchObject({
      name: 'ClusterResponseError',
      status: 401,
      message: "Cluster 'one' answered 401 to /api: Unauthorized",
    });
  });

  it('does not repeat what a proxy on the way has to say', async () => {
    const url = await serve((request, response) => {
      response.writeHead(502, { 'retry-after': '5' });
      response.end(`<pre>${JSON.stringify(request.headers)}</pre>`);
    });
    const error = await readClusterJson(connect(url), '/api').then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error).toMatchObject({
      message: "Cluster 'one' answered 502 to /api",
      retryAfterSeconds: 5,
    });
    expect(`${error?.stack}${JSON.stringify(error)}`).not.toContain(TOKEN);
  });

  it('says which cluster cannot be reached', async () => {
    const url = await serve(() => {});
    servers.splice(0).forEach(server => server.close());
    await expect(connect(url).request('/api')).rejects.toThrow(
      /^Cluster 'one' cannot be reached: .*ECONNREFUSED/,
    );
  });

  it('says which cluster there are no credentials for', async () => {
    const client = connect('http://127.0.0.1:1', () => {
      throw new Error('no such file');
    });
    await expect(client.request('/api')).rejects.toThrow(
      "Cluster 'one' gave no credentials to sign in with: no such file",
    );
  });

  it('gives up on a server that says nothing', async () => {
    const url = await serve(() => {});
    await expect(
      connect(url).request('/api', { idleTimeoutMs: 50 }),
    ).rejects.toThrow("Cluster 'one' cannot be reached");
  });

  it('gives up on a server that stops in the middle', async () => {
    const url = await serve((_, response) => {
      response.write('{"a":');
    });
    await expect(
      readClusterJson(connect(url), '/api', { idleTimeoutMs: 50 }),
    ).rejects.toThrow("Cluster 'one' gave a broken answer to /api");
  });

  it('gives up at once when told to', async () => {
    const abort = new AbortController();
    const url = await serve(() => abort.abort(new Error('enough')));
    await expect(
      connect(url).request('/api', { signal: abort.signal }),
    ).rejects.toThrow('enough');
  });

  it('does not follow redirects, which would hand its token to somebody else', async () => {
    let reached = false;
    const elsewhere = await serve((_, response) => {
      reached = true;
      response.end();
    });
    const url = await serve((_, response) => {
      response.writeHead(302, { location: elsewhere }).end();
    });
    await expect(readClusterJson(connect(url), '/api')).rejects.toThrow(
      "Cluster 'one' answered 302",
    );
    expect(reached).toBe(false);
  });

  describe('over TLS', () => {
    const server = generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
      keySize: 2048,
    });
    const person = (name: string) =>
      generate([{ name: 'commonName', value: name }], { keySize: 2048 });
    const base64 = (pem: string) => Buffer.from(pem).toString('base64');
    const anonymous = (): KubernetesCredential => ({ type: 'anonymous' });

    async function serveTls(): Promise<string> {
      return `https://${await listen(
        createTlsServer(
          {
            cert: server.cert,
            key: server.private,
            requestCert: true,
            rejectUnauthorized: false,
          },
          (request, response) => {
            const { subject } = (
              request.socket as TLSSocket
            ).getPeerCertificate();
            response.end(JSON.stringify({ who: subject?.CN }));
          },
        ),
      )}`;
    }

    it('trusts the configured authority and no other', async () => {
      const url = await serveTls();
      await expect(
        readClusterJson(
          connect(url, anonymous, { caData: base64(server.cert) }),
          '/api',
        ),
      ).resolves.toEqual({});
      await expect(
        readClusterJson(connect(url, anonymous), '/api'),
      ).rejects.toThrow(/Cluster 'one' cannot be reached: .*self-signed/);
    });

    it('trusts anybody only where it is told to', async () => {
      await expect(
        readClusterJson(
          connect(await serveTls(), anonymous, { skipTLSVerify: true }),
          '/api',
        ),
      ).resolves.toEqual({});
    });

    it('signs in with a client certificate, and with another one once that is renewed', async () => {
      const first = person('first');
      const second = person('second');
      const renewals = [first, second];
      let now = Date.now();
      const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
      try {
        const client = connect(
          await serveTls(),
          () => {
            const { cert, private: key } = renewals.shift() ?? second;
            return { type: 'x509 client certificate', cert, key };
          },
          { caData: base64(server.cert) },
        );
        expect(await readClusterJson(client, '/api')).toEqual({ who: 'first' });
        now += 6 * 60_000;
        expect(await readClusterJson(client, '/api')).toEqual({
          who: 'second',
        });
      } finally {
        clock.mockRestore();
      }
    });
  });
});
