import { createServer, Server } from 'node:https';
import { Agent, request } from 'node:https';
import { IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A way to the API server for one client, that counts its requests. */
export interface CountedWay {
  url: string;
  /** Requests so far. */
  requests(): number;
  /** When the first one came, in milliseconds since 1970. */
  firstRequestAt(): number | undefined;
}

/** Stands before an API server, with TLS on both sides as between a backend and a cluster. */
export class CountingProxy {
  private readonly servers: Server[] = [];
  private readonly agent = new Agent({
    keepAlive: true,
    rejectUnauthorized: false,
  });
  private readonly certificate = generate(
    [{ name: 'commonName', value: '127.0.0.1' }],
    { keySize: 2048, days: 30 },
  );

  constructor(private readonly target: string) {}

  /** Opens a way that nobody else uses. */
  async open(): Promise<CountedWay> {
    let requests = 0;
    let firstRequestAt: number | undefined;
    const { private: key, cert } = this.certificate;
    const server = createServer({ key, cert }, (incoming, outgoing) => {
      requests += 1;
      firstRequestAt ??= Date.now();
      this.forward(incoming, outgoing);
    });
    server.keepAliveTimeout = 60_000;
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    return {
      url: `https://127.0.0.1:${port}`,
      requests: () => requests,
      firstRequestAt: () => firstRequestAt,
    };
  }

  close(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
    this.agent.destroy();
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, url, headers } = incoming;
    const onward = request(
      `${this.target}${url}`,
      { method, headers, agent: this.agent },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.flushHeaders();
        answer.pipe(outgoing);
        answer.once('error', () => outgoing.destroy());
      },
    );
    onward.once('error', () => outgoing.destroy());
    outgoing.once('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}
