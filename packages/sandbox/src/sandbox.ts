import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from './apiserver';
import { sandboxCrds } from './crds';
import { BareRepository, GitServer } from './git';
import { GitOpsLoop } from './gitops';
import { KubeClient } from './kube';
import { Logger, silentLogger } from './logger';
import { installPlatform } from './platform';
import { Cloud, Pace, Providers } from './providers';
import { Reconciler } from './reconciler';
import { seedFiles } from './seeds';

const REPOSITORY = 'claims';

export interface SandboxOptions {
  /** Port of the Kubernetes API. Default: any free one. */
  apiPort?: number;
  /** Port of the Git server. Default: any free one. */
  gitPort?: number;
  /** Port at which the composition function listens, or will. */
  functionPort: number;
  /** Bearer token of the Kubernetes API. Default: a random one. */
  token?: string;
  /** Password of the Git user `sandbox`. */
  gitPassword: string;
  /** How long a push waits until the cluster gets it, in milliseconds. Default 0. */
  gitOpsDelayMs?: number;
  /** How many times faster than normal the simulated clouds are. Default 1. */
  speed?: number;
  /** How long a call of the function may take, in milliseconds. */
  functionTimeoutMs?: number;
  /** Whether the claims repository starts with environments in it. */
  withSeeds?: boolean;
  /** Folders of CustomResourceDefinitions to use in place of the sandbox's own, separated as in `PATH`. */
  crdFolders?: string;
  /** State of the simulated clouds from an earlier sandbox. Default: a new file in the sandbox's folder. */
  cloudFile?: string;
  /** Gives each part its logger. Default: silence. */
  loggerOf?(part: string): Logger;
}

/** A control plane on one machine: Kubernetes API, Crossplane, providers, Git and GitOps. */
export interface Sandbox {
  apiUrl: string;
  token: string;
  gitUrl: string;
  /** The URL of the claims repository. */
  cloneUrl: string;
  /** The bare claims repository. */
  repository: BareRepository;
  cloud: Cloud;
  /** A client with all rights. */
  client: KubeClient;
  /** Stops everything and removes what it kept on disk. */
  stop(): Promise<void>;
}

/** Starts all parts; the composition function is a process of its own, see {@link startFunction}. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { loggerOf = () => silentLogger } = options;
  const folder = await mkdtemp(join(tmpdir(), 'mlflow-sandbox-'));
  const stops: (() => Promise<void>)[] = [
    () => rm(folder, { recursive: true, force: true }),
  ];
  const stop = async () => {
    // What was started last depends on what was started first.
    for (let end = stops.pop(); end; end = stops.pop()) {
      await end();
    }
  };
  try {
    const api = await startApiServer({
      port: options.apiPort,
      token: options.token,
      crds: sandboxCrds(options.crdFolders),
    });
    stops.push(() => api.stop());
    const client = KubeClient.forServer(api);
    await installPlatform(client, options.functionPort);

    const reconciler = Reconciler.start({
      client,
      functionTimeoutMs: options.functionTimeoutMs,
      logger: loggerOf('crossplane'),
    });
    stops.push(() => reconciler.stop());

    const cloud = Cloud.open(options.cloudFile ?? join(folder, 'cloud.json'));
    const providers = Providers.start({
      client,
      cloud,
      pace: new Pace(options.speed ?? 1),
      logger: loggerOf('providers'),
    });
    stops.push(() => providers.stop());

    const root = join(folder, 'git');
    await mkdir(root);
    const git = await GitServer.start({
      root,
      repositories: [REPOSITORY],
      port: options.gitPort ?? 0,
      credentials: { user: 'sandbox', password: options.gitPassword },
      logger: loggerOf('git'),
    });
    stops.push(() => git.stop());
    const repository = git.repository(REPOSITORY);
    const cloneUrl = git.cloneUrl(REPOSITORY);
    await repository.commit({
      files: seedFiles(cloneUrl).slice(0, options.withSeeds ? undefined : 1),
      message: 'Start the claims of this cluster\n',
      author: { name: 'MLOps platform', email: 'platform@example.com' },
    });

    const gitOps = GitOpsLoop.start({
      client,
      repository,
      repositoryName: REPOSITORY,
      delayMs: options.gitOpsDelayMs,
      logger: loggerOf('gitops'),
    });
    git.onPush(() => gitOps.trigger());
    stops.push(() => gitOps.stop());
    const { url: apiUrl, token } = api;
    const { url: gitUrl } = git;
    return { apiUrl, token, gitUrl, cloneUrl, repository, cloud, client, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
