import { JsonObject } from '@backstage/types';
import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const TOKEN = 'the-token-of-the-test';

interface Message {
  started?: true;
  notification?: string;
  signal?: { uid: string; version: number };
}

interface Answer<T> {
  status: number;
  body: T;
}

/** The plugin in a backend in a process of its own. */
export class BackendProcess {
  readonly notifications: string[] = [];
  readonly signals: string[] = [];

  /**
   * @param options.database - `backend.database`
   * @param options.config - `mlflowEnvironments`
   */
  static async start(options: {
    cluster: { url: string; token: string };
    database: JsonObject;
    config?: JsonObject;
  }): Promise<BackendProcess> {
    const port = await freePort();
    const child = fork(
      join(__dirname, 'backendMain.ts'),
      [JSON.stringify(configuration(port, options))],
      {
        execArgv: [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        // Jest's own settings are no business of a backend.
        env: { PATH: process.env.PATH, NODE_ENV: 'test' },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    const backend = new BackendProcess(child, port);
    await backend.started();
    return backend;
  }

  private readonly output: string[] = [];
  private readonly exited: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {
    this.exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', text => this.output.push(String(text)));
    }
    child.on('message', ({ notification, signal }: Message) => {
      if (notification) {
        this.notifications.push(notification);
      }
      if (signal) {
        this.signals.push(signal.uid);
      }
    });
  }

  /** As nothing that the process could prepare for. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async get<T = unknown>(path: string): Promise<Answer<T>> {
    return this.send('GET', path);
  }

  /** Rejects when the backend goes before it has answered. */
  async put<T = unknown>(path: string, body: object): Promise<Answer<T>> {
    return this.send('PUT', path, body);
  }

  private async send<T>(
    method: string,
    path: string,
    body?: object,
  ): Promise<Answer<T>> {
    const response = await fetch(
      `http://127.0.0.1:${this.port}/api/mlflow-environments${path}`,
      {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
      },
    );
    return { status: response.status, body: await response.json() };
  }

  private async started(): Promise<void> {
    const isStarted = new Promise<void>(resolve => {
      this.child.on('message', ({ started }: Message) => started && resolve());
    });
    await Promise.race([
      isStarted,
      this.exited.then(() => {
        throw new Error(`The backend ended early: ${this.output.join('')}`);
      }),
    ]);
  }
}

function configuration(
  port: number,
  options: Parameters<typeof BackendProcess.start>[0],
): JsonObject {
  const { cluster, database, config = {} } = options;
  return {
    app: { baseUrl: 'http://127.0.0.1' },
    backend: {
      baseUrl: `http://127.0.0.1:${port}`,
      listen: { host: '127.0.0.1', port },
      database,
      auth: {
        externalAccess: [
          { type: 'static', options: { token: TOKEN, subject: 'test' } },
        ],
      },
    },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: 'one',
              url: cluster.url,
              authProvider: 'serviceAccount',
              serviceAccountToken: cluster.token,
            },
          ],
        },
      ],
    },
    mlflowEnvironments: config,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) {
    throw new Error('There is no free port');
  }
  return address.port;
}
