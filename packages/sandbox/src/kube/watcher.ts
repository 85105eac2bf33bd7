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
  private listWatch: ListWatch<KubernetesObject> | undefined;
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

  /** The object as last seen. */
  find(name: string, namespace?: string): KubeObject | undefined {
    return asJson(this.listWatch?.get(name, namespace));
  }

  /** All objects as last seen. */
  all(): KubeObject[] {
    return (this.listWatch?.list() ?? []).flatMap(
      object => asJson(object) ?? [],
    );
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    await this.listWatch?.stop();
  }

  private async open(): Promise<void> {
    try {
      if (!this.listWatch) {
        this.listWatch = this.create(await this.client.pathOf(this.type));
      }
      if (!this.stopped) {
        await this.listWatch.start();
      }
      if (this.stopped) {
        await this.listWatch.stop();
      }
    } catch (error) {
      this.retry(error);
    }
  }

  private create(path: string): ListWatch<KubernetesObject> {
    const watch = new Watch(this.client.config);
    const list = async () => {
      const found = await this.client.list(this.type);
      return found as unknown as KubernetesListObject<KubernetesObject>;
    };
    const listWatch = new ListWatch<KubernetesObject>(path, watch, list, false);
    const report = (change: Change) => (found: KubernetesObject) => {
      this.retryMs = FIRST_RETRY_MS;
      const object = asJson(found);
      if (object) {
        this.onChange(change, { ...object, ...this.type });
      }
    };
    listWatch.on('add', report('changed'));
    listWatch.on('update', report('changed'));
    listWatch.on('delete', report('deleted'));
    listWatch.on('error', error => this.retry(error));
    return listWatch;
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
    this.retryTimer = setTimeout(() => void this.open(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }
}

/** The official type speaks of dates where the watch delivers JSON. */
function asJson(object: KubernetesObject | undefined): KubeObject | undefined {
  return object as unknown as KubeObject | undefined;
}
