import { connect, createServer, Server, Socket } from 'node:net';

type Mode = 'open' | 'stuck' | 'closed';

/**
 * The way to the composition function, which can be cut: it passes on what is sent, bytes of TLS as they are, or lets those who
 * call wait for an answer (`stuck`), or lets nobody in (`closed`).
 */
export class FunctionRoute {
  static async open(address: string): Promise<FunctionRoute> {
    const route = new FunctionRoute(address);
    await route.listen(0);
    return route;
  }

  private readonly sockets = new Set<Socket>();
  private mode: Mode = 'open';
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly address: string) {}

  /** Where Crossplane finds the function. */
  get endpoint(): string {
    return `dns:///localhost:${this.port}`;
  }

  async set(mode: Mode): Promise<void> {
    const before = this.mode;
    this.mode = mode;
    if (mode === 'closed') {
      await this.close();
    } else if (before === 'closed') {
      await this.listen(this.port);
    } else if (before === 'stuck') {
      // What waited is called again by whoever needs it.
      this.hangUp();
    }
  }

  /** Cuts all connections and lets nobody in. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.hangUp();
    await new Promise<void>(resolve => {
      if (server) {
        server.close(() => resolve());
      } else {
        resolve();
      }
    });
  }

  private async listen(port: number): Promise<void> {
    const server = createServer(caller => this.connect(caller));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const bound = server.address();
    this.port = typeof bound === 'object' && bound ? bound.port : port;
    this.server = server;
  }

  private connect(caller: Socket): void {
    const [host, port] = this.address.split(':');
    const callee = connect(Number(port), host);
    for (const [from, to] of [
      [caller, callee],
      [callee, caller],
    ]) {
      this.sockets.add(from);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => to.destroy());
    }
    caller.on('data', data => callee.write(data));
    callee.on('data', data => {
      if (this.mode === 'open') {
        caller.write(data);
      }
    });
  }

  private hangUp(): void {
    this.sockets.forEach(socket => socket.destroy());
  }
}
