import { basename, dirname } from 'node:path';
import { messageOf } from '../errors';
import { BareRepository } from '../git';
import { ApiError, EventRecorder, KubeClient, refOf } from '../kube';
import { Logger } from '../logger';
import {
  CLAIM_GROUP,
  CLAIM_KIND,
  Manifest,
  Problem,
  readManifests,
} from './manifests';

/** What claims are, for those who need to know whether the cluster does. */
export const CLAIM_TYPE = {
  apiVersion: `${CLAIM_GROUP}/v1alpha1`,
  kind: CLAIM_KIND,
};
const FIELD_MANAGER = 'sandbox-gitops';
/** Marks what this loop applied, so that it prunes nothing else. */
export const TRACKING_LABEL = 'sandbox.mlops.example.com/gitops';
/** The file an object was applied from. */
export const SOURCE_ANNOTATION = 'sandbox.mlops.example.com/source';

export interface GitOpsOptions {
  client: KubeClient;
  repository: BareRepository;
  /** Names the repository in the tracking label. */
  repositoryName: string;
  /** The folder that holds the claims. */
  folder?: string;
  /** How often the branch is looked at. Default 1000. */
  pollMs?: number;
  /** How long a push waits until it is applied, as with Argo CD and Flux. Default 0. */
  delayMs?: number;
  /** How often everything is applied again although nothing was pushed. Default 10000. */
  resyncMs?: number;
  logger: Logger;
}

/**
 * Makes the cluster hold what a branch holds: applies every claim, removes the claims
 * that went from Git, and reports what it can't apply as an Event and goes on. Plays
 * the part of Argo CD or Flux.
 */
export class GitOpsLoop {
  private readonly events: EventRecorder;
  private readonly folder: string;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private pushed: { commit: string; at: number } | undefined;
  private synced: { commit: string; at: number; complete: boolean } | undefined;

  private constructor(private readonly options: GitOpsOptions) {
    const { client, logger } = options;
    this.events = new EventRecorder(client, 'sandbox-gitops', logger);
    this.folder = options.folder ?? 'environments';
  }

  static start(options: GitOpsOptions): GitOpsLoop {
    const loop = new GitOpsLoop(options);
    loop.schedule();
    loop.trigger();
    return loop;
  }

  /** Looks at the branch now, as after a push. */
  trigger(): void {
    if (this.stopped) {
      return;
    }
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.run().finally(() => {
      this.running = undefined;
      if (this.again) {
        this.again = false;
        this.trigger();
      }
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
    await this.events.flush();
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.trigger();
      this.schedule();
    }, this.options.pollMs ?? 1000);
  }

  private async run(): Promise<void> {
    const { repository, logger, resyncMs = 10_000 } = this.options;
    try {
      const commit = await repository.head();
      const last = this.synced;
      const isDue =
        !last ||
        last.commit !== commit ||
        !last.complete ||
        Date.now() - last.at > resyncMs;
      if (!commit || !isDue || this.mustWait(commit)) {
        return;
      }
      const complete = await this.sync(commit);
      if (last?.commit !== commit) {
        logger.info(`Synced to ${commit}`);
      }
      this.synced = { commit, at: Date.now(), complete };
    } catch (error) {
      logger.warn(`Cannot sync: ${messageOf(error)}`);
    }
  }

  /** Whether a commit was seen too lately to be applied; what is there at the start is applied at once. */
  private mustWait(commit: string): boolean {
    if (!this.synced || this.synced.commit === commit) {
      return false;
    }
    if (this.pushed?.commit !== commit) {
      this.pushed = { commit, at: Date.now() };
    }
    return Date.now() - this.pushed.at < (this.options.delayMs ?? 0);
  }

  /** Returns whether everything that can be applied was. */
  private async sync(commit: string): Promise<boolean> {
    const files = await this.options.repository.files(commit, this.folder);
    const { manifests, problems } = readManifests(files);
    problems.forEach(problem => this.report(problem));
    let complete = true;
    for (const manifest of manifests) {
      try {
        await this.apply(manifest);
      } catch (error) {
        // What the API server refuses will be refused again until somebody pushes.
        complete &&= error instanceof ApiError && error.status < 500;
        this.report({ path: manifest.path, message: messageOf(error) });
      }
    }
    await this.prune(manifests, problems);
    return complete;
  }

  private async apply(manifest: Manifest): Promise<void> {
    const { client, repositoryName } = this.options;
    const { object, namespace, path } = manifest;
    await this.ensureNamespace(namespace);
    await client.apply(
      {
        ...object,
        metadata: {
          ...object.metadata,
          labels: {
            ...object.metadata.labels,
            [TRACKING_LABEL]: repositoryName,
          },
          annotations: {
            ...object.metadata.annotations,
            [SOURCE_ANNOTATION]: path,
          },
        },
      },
      FIELD_MANAGER,
    );
  }

  private async ensureNamespace(name: string): Promise<void> {
    const { client } = this.options;
    const namespace = { apiVersion: 'v1', kind: 'Namespace' };
    if (!(await client.find({ ...namespace, name }))) {
      await client.apply({ ...namespace, metadata: { name } }, FIELD_MANAGER);
    }
  }

  private async prune(manifests: Manifest[], problems: Problem[]) {
    const { client, repositoryName, logger } = this.options;
    const wanted = new Set(manifests.map(m => `${m.namespace}/${m.name}`));
    // What a file that can't be read used to say is not gone from Git.
    const unread = new Set(problems.map(problem => problem.path));
    const { items } = await client.list(CLAIM_TYPE, {
      labelSelector: `${TRACKING_LABEL}=${repositoryName}`,
    });
    for (const object of items) {
      const { name, namespace, annotations } = object.metadata;
      const source = annotations?.[SOURCE_ANNOTATION] ?? '';
      const isGone =
        !wanted.has(`${namespace}/${name}`) &&
        !unread.has(source) &&
        !object.metadata.deletionTimestamp;
      if (isGone) {
        logger.info(`Pruning ${namespace}/${name}, gone from ${source}`);
        await client.delete(refOf(object), { uid: object.metadata.uid });
      }
    }
  }

  /** The claim may not exist; the Event is about what the file's place says it claims. */
  private report({ path, message }: Problem): void {
    this.options.logger.warn(`${path}: ${message}`);
    this.events.record(
      {
        ...CLAIM_TYPE,
        name: basename(path).replace(/\.ya?ml$/, ''),
        namespace: basename(dirname(path)),
      },
      'Warning',
      'SyncFailed',
      `${path}: ${message}`,
    );
  }
}
