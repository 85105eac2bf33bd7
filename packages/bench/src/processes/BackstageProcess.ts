import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '@mlops-platform/sandbox';
import { stringify } from 'yaml';

const PATIENCE_MS = 180_000;

/** A Backstage backend in a process of its own, in production mode, with somebody signed in. */
export class BackstageProcess {
  private constructor(
    private readonly child: Child,
    private readonly end: () => void,
    readonly url: string,
    readonly token: string,
    /** When the process was started, in milliseconds since 1970. */
    readonly startedAt: number,
  ) {}

  static async start(options: {
    name: string;
    /** JavaScript to run. */
    script: string;
    /** Where packages are found from. */
    directory: string;
    /** For its database, configuration and log. */
    folder: string;
    port: number;
    config: object;
  }): Promise<BackstageProcess> {
    const { name, script, directory, folder, port, config } = options;
    const url = `http://127.0.0.1:${port}`;
    mkdirSync(folder, { recursive: true });
    const database = databaseFolder();
    const configFile = join(folder, 'app-config.yaml');
    writeFileSync(
      configFile,
      stringify({ ...baseConfig(url, port, database), ...config }),
    );
    const startedAt = Date.now();
    const child = new Child({
      name,
      command: process.execPath,
      args: [
        '--expose-gc',
        ...(process.env.BENCH_NODE_ARGS ?? '').split(' ').filter(Boolean),
        script,
        '--config',
        configFile,
      ],
      directory,
      environment: {
        ...process.env,
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
      },
      logFile: join(folder, 'backend.log'),
    });
    // Whatever ends this process must not leave the other one behind.
    const end = () => {
      process.off('exit', end);
      child.kill();
      rmSync(database, { recursive: true, force: true });
    };
    process.on('exit', end);
    try {
      const token = await Promise.race([signIn(url), child.died()]);
      return new BackstageProcess(child, end, url, token, startedAt);
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Asks a route as the user who is signed in. */
  async get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  async post<T>(path: string, content?: object): Promise<T> {
    return this.send('POST', path, content);
  }

  async stop(): Promise<void> {
    await this.child.stop();
    this.end();
  }

  private async send<T>(
    method: string,
    path: string,
    content?: object,
  ): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(content && { 'content-type': 'application/json' }),
      },
      body: content && JSON.stringify(content),
    });
    if (!response.ok) {
      throw new Error(
        `${method} ${path} answered ${
          response.status
        }: ${await response.text()}`,
      );
    }
    return (await response.json()) as T;
  }
}

/**
 * In memory, but not in the memory of the process that is measured. On a disk, SQLite would block the event loop with each commit,
 * which the databases of real installations don't.
 */
function databaseFolder(): string {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  return mkdtempSync(join(parent, 'mlflow-bench-'));
}

function baseConfig(url: string, port: number, database: string): object {
  return {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database: {
        client: 'better-sqlite3',
        connection: { directory: database },
      },
    },
    auth: {
      environment: 'production',
      providers: {
        guest: {
          dangerouslyAllowOutsideDevelopment: true,
          userEntityRef: 'user:default/guest',
          ownershipEntityRefs: ['user:default/guest', 'group:default/team-3'],
        },
      },
    },
    permission: { enabled: true },
  };
}

async function signIn(url: string): Promise<string> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const response = await fetch(`${url}/api/auth/guest/refresh`);
      if (response.ok) {
        const { backstageIdentity } = (await response.json()) as {
          backstageIdentity: { token: string };
        };
        return backstageIdentity.token;
      }
      if (Date.now() > end) {
        throw new Error(`${url} lets nobody sign in: ${await response.text()}`);
      }
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
    await sleep(50);
  }
}
