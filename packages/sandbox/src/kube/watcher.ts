import {
  KubernetesListObject,
  KubernetesObject,
  ListWatch,
  Watch,
} from '@kubernetes/client-node';
import { Logger } from '../logger';
import { messageOf } from '../errors';
import { KubeClient } from './client';
import { KubeObject, ObjectType } from './objects';

/** What happened to an object. */
export type Change = 'changed' | 'deleted';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;

/**
 * Keeps watching one kind in all namespaces and reports every change, starting with
 * all that exists. A kind that isn't served yet and an API server that is away are
 * tried again, ever more slowly.
 */
export class Watcher {
  /** The one that was started last. */
  private latest: ListWatch<KubernetesObject> | undefined;
  /** The one whose objects are those last seen: the latest, once it has listed. */
  private current: ListWatch<KubernetesObject> | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private stopped = false;

  private constructor(
    private readonly client: KubeClient,
    private readonly type: ObjectType,
    private readonly onChange: (change: Change, object: KubeObject) => void,
    private readonly logger: Logger,
  ) {}

  static start(options: {
    client: KubeClient;
    type: ObjectType;
    onChange: (change: Change, object: KubeObject) => void;
    logger: Logger;
  }): Watcher {
    const { client, type, onChange, logger } = options;
    const watcher = new Watcher(client, type, onChange, logger);
    void watcher.open();
    return watcher;
  }

  /** All objects as last seen. */
  all(): KubeObject[] {
    return (this.current?.list() ?? []).flatMap(object => asJson(object) ?? []);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    await this.latest?.stop();
  }

  /** Starts from a list each time: what happened while the API server was away is in no watch. */
  private async open(): Promise<void> {
    try {
      const path = await this.client.pathOf(this.type);
      if (this.stopped) {
        return;
      }
      this.latest = this.create(path);
      await this.latest.start();
      if (this.stopped) {
        await this.latest.stop();
      }
    } catch (error) {
      this.retry(error);
    }
  }

  private create(path: string): ListWatch<KubernetesObject> {
    const watch = new Watch(this.client.config);
    const list = async () => {
      const found = await this.client.list(this.type);
      this.takeOver(found.items);
      return found as unknown as KubernetesListObject<KubernetesObject>;
    };
    const next = new ListWatch<KubernetesObject>(path, watch, list, false);
    const report = (change: Change) => (object: KubernetesObject) => {
      this.retryMs = FIRST_RETRY_MS;
      this.report(change, asJson(object));
    };
    next.on('add', report('changed'));
    next.on('update', report('changed'));
    next.on('delete', report('deleted'));
    next.on('error', error => this.retry(error));
    return next;
  }

  /** Takes over from an earlier list; what is in that one only was deleted meanwhile. */
  private takeOver(items: KubeObject[]): void {
    if (this.current !== this.latest) {
      const uids = new Set(items.map(({ metadata }) => metadata.uid));
      this.all()
        .filter(({ metadata }) => !uids.has(metadata.uid))
        .forEach(object => this.report('deleted', object));
      this.current = this.latest;
    }
  }

  private report(change: Change, object: KubeObject | undefined): void {
    if (object) {
      this.onChange(change, { ...object, ...this.type });
    }
  }

  private retry(error: unknown) {
    if (this.stopped) {
      return;
    }
    this.logger.info(
      `Watching ${this.type.kind} (${this.type.apiVersion}) again in ${
        this.retryMs
      } ms: ${messageOf(error)}`,
    );
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.open(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }
}

/** The official type speaks of dates where the watch delivers JSON. */
function asJson(object: KubernetesObject | undefined): KubeObject | undefined {
  return object as unknown as KubeObject | undefined;
}
