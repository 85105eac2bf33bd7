import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, prepareCluster, startCluster } from './cluster';
import { BareRepository, GitServer } from './git';
import { untilServed } from './crds/defineKinds';
import { CLAIM_TYPE, GitOpsLoop } from './gitops';
import { KubeClient } from './kube';
import { Logger, silentLogger } from './logger';
import { installPlatform } from './platform';
import { Cloud, Pace, Providers } from './providers';
import { Reconciler } from './reconciler';
import { seedFiles } from './seeds';

const REPOSITORY = 'claims';

export interface SandboxOptions {
  /** The API server to run on. Default: one of the sandbox's own, to which the next two options apply. */
  cluster?: Cluster;
  /** Port of the Kubernetes API. Default: any free one. */
  apiPort?: number;
  /** Bearer token of the Kubernetes API. Default: a random one. */
  token?: string;
  /** Port of the Git server. Default: any free one. */
  gitPort?: number;
  /** Port at which the composition function listens, or will. Not used where the cluster has Crossplane. */
  functionPort: number;
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
  /** The certificate authority of the API, PEM in base64; absent without TLS. */
  caData?: string;
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
    const cluster = await clusterFor(options, stops);
    const client = KubeClient.forServer(cluster);
    if (!cluster.hasCrossplane) {
      await installPlatform(client, options.functionPort);
      const reconciler = Reconciler.start({
        client,
        functionTimeoutMs: options.functionTimeoutMs,
        logger: loggerOf('crossplane'),
      });
      stops.push(() => reconciler.stop());
      // Claims that come earlier would be refused at first.
      await untilServed(client, CLAIM_TYPE);
    }

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
    return {
      apiUrl: cluster.url,
      token: cluster.token,
      caData: cluster.caData,
      gitUrl: git.url,
      cloneUrl,
      repository,
      cloud,
      client,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function clusterFor(
  options: SandboxOptions,
  stops: (() => Promise<void>)[],
): Promise<Cluster> {
  const { cluster, apiPort: port, token, crdFolders } = options;
  if (cluster) {
    await prepareCluster(cluster, crdFolders);
    return cluster;
  }
  const own = await startCluster({ port, token, crdFolders });
  stops.push(own.stop);
  return own;
}
