import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComposedServer } from './composedServer';
import { imageConfiguration } from './dockerfile';
import { Answer, get, post } from './http';
import { Ending, eventually, TestProcess } from './processes';
import { script } from './paths';
import { freePort, isFree } from './ports';
import { PythonEnvironment } from './pythonEnvironment';

/** Where the store of a test lies, outside of what the pod may write. */
const STORE_MOUNT = '/srv';

/** Only root may hide the file system from a process. */
export const canIsolate = process.getuid?.() === 0;

interface Options {
  environment: PythonEnvironment;
  composed: ComposedServer;
  /** What is not as composed: the store's URI and where S3 is. Gets the path of a folder for a store. */
  swapped: (store: string) => Record<string, string>;
}

/** `mlflow server` as the composition starts it, in what a container leaves a process of the file system. */
export class MlflowServer {
  /** Folders of the test by where the server sees them. */
  readonly folders: Record<string, string>;
  private readonly process: TestProcess;

  static async start(options: Options): Promise<MlflowServer> {
    const { composed } = options;
    const port = (await isFree(composed.port))
      ? composed.port
      : await freePort();
    const server = new MlflowServer(options, port);
    await eventually(async () => {
      const { status } = await server.probe('liveness');
      return status === 200;
    }, server.process);
    return server;
  }

  private constructor(
    private readonly options: Options,
    /** The composed one, unless something else listens there. */
    readonly port: number,
  ) {
    const { composed, environment, swapped } = options;
    const mounts = [...composed.writable, STORE_MOUNT];
    this.folders = Object.fromEntries(
      mounts.map(mount => [mount, emptyFolder(composed.userId)]),
    );
    const variables = {
      PATH: `${join(
        environment.directory,
        'bin',
      )}:/usr/local/bin:/usr/bin:/bin`,
      ...imageConfiguration().variables,
      ...composed.variables,
      MLFLOW_PORT: String(port),
      ...swapped(canIsolate ? STORE_MOUNT : this.folders[STORE_MOUNT]),
    };
    const command = [
      '/usr/bin/env',
      '-i',
      ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      ...composed.command,
    ];
    this.process = new TestProcess(
      'mlflow server',
      canIsolate ? this.isolated(command) : command,
      { cwd: '/' },
    );
  }

  /** What the kernel says of its first process: a field of /proc/PID/status. */
  processStatus(field: string): string {
    return this.process.status(field);
  }

  /** Whether its root file system takes no writes. */
  rootIsReadOnly(): boolean {
    return this.process.mounts().some(([path, flags]) => {
      return path === '/' && flags.split(',').includes('ro');
    });
  }

  /** What it wrote to its standard output and error. */
  get log(): string {
    return this.process.output;
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return get(this.port, path, headers);
  }

  post(
    path: string,
    body: object,
    headers: Record<string, string>,
  ): Promise<Answer> {
    return post(this.port, path, body, headers);
  }

  /** Asks as the kubelet does. */
  probe(kind: 'readiness' | 'liveness'): Promise<Answer> {
    const { path, headers } = this.options.composed.probes[kind];
    return this.get(path, headers);
  }

  /** Waits until the readiness probe is answered so. */
  async untilReadiness(is: (status: number) => boolean): Promise<void> {
    await eventually(
      async () => is((await this.probe('readiness')).status),
      this.process,
    );
  }

  /** Waits until a sentence is in its log. */
  async untilLogged(sentence: string): Promise<void> {
    await eventually(async () => this.log.includes(sentence), this.process);
  }

  /** The folder of its store, as the test sees it. */
  get store(): string {
    return this.folders[STORE_MOUNT];
  }

  /** Ends it as the kubelet does. */
  async stop(): Promise<Ending> {
    return this.process.stop(this.options.composed.graceSeconds);
  }

  /** Ends it, if it runs, and removes what it wrote. */
  async dispose(): Promise<void> {
    await this.stop();
    for (const folder of Object.values(this.folders)) {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private isolated(command: string[]): string[] {
    const { composed, environment } = this.options;
    const base = execFileSync(
      join(environment.directory, 'bin/python'),
      ['-c', 'import sys; print(sys.base_prefix)'],
      { encoding: 'utf8' },
    ).trim();
    const home = process.env.HOME ?? '/root';
    const visible = [environment.directory, base].filter(path =>
      path.startsWith(`${home}/`),
    );
    return [
      'unshare',
      '--mount',
      '--propagation',
      'private',
      'sh',
      script('isolated.sh'),
      String(composed.userId),
      home,
      visible.join(':'),
      ...Object.entries(this.folders).map(
        ([mount, folder]) => `${folder}=${mount}`,
      ),
      '--',
      ...command,
    ];
  }
}

function emptyFolder(userId: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'mlflow-image-'));
  if (canIsolate) chownSync(folder, userId, userId);
  return folder;
}
