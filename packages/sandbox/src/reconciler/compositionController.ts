import { arrayAt, stringAt } from '../json';
import {
  asJson,
  ConditionState,
  conditionsOf,
  isNotFound,
  KubeClient,
  KubeObject,
  refOf,
  Watcher,
  withConditions,
  WorkQueue,
} from '../kube';
import { canonicalJson } from '../json';
import { Logger } from '../logger';
import { FunctionEndpoints } from './functionEndpoints';
import {
  COMPOSITION_NAME_LABEL,
  COMPOSITION_REVISION_TYPE,
  COMPOSITION_TYPE,
  FUNCTION_REVISION_TYPE,
} from '../crossplane';
import { latestOf, numberOf, revisionOf } from './revisions';

/** Keeps a CompositionRevision of every state a Composition has had, and says which of them can run. */
export class CompositionController {
  private readonly queue: WorkQueue;
  private readonly watchers: Watcher[];
  private readonly functions: FunctionEndpoints;

  constructor(private readonly client: KubeClient, logger: Logger) {
    this.functions = new FunctionEndpoints(client);
    this.queue = new WorkQueue(name => this.reconcile(name), { logger });
    const compositions = Watcher.start({
      client,
      type: COMPOSITION_TYPE,
      onChange: (_, { metadata }) => this.queue.add(metadata.name ?? ''),
      logger,
    });
    // A function that comes or goes changes which revisions can run.
    const functions = Watcher.start({
      client,
      type: FUNCTION_REVISION_TYPE,
      onChange: () =>
        compositions
          .all()
          .forEach(({ metadata }) => this.queue.add(metadata.name ?? '')),
      logger,
    });
    this.watchers = [compositions, functions];
  }

  async stop(): Promise<void> {
    await Promise.all(this.watchers.map(watcher => watcher.stop()));
    await this.queue.stop();
  }

  private async reconcile(name: string): Promise<undefined> {
    const composition = await this.client.find({ ...COMPOSITION_TYPE, name });
    if (!composition || composition.metadata.deletionTimestamp) {
      return undefined;
    }
    const { items } = await this.client.list(COMPOSITION_REVISION_TYPE, {
      labelSelector: `${COMPOSITION_NAME_LABEL}=${name}`,
    });
    const current = await this.ensureCurrent(composition, items);
    const others = items.filter(
      revision => revision.metadata.name !== current.metadata.name,
    );
    for (const revision of [current, ...others]) {
      await this.checkPipeline(revision);
    }
    return undefined;
  }

  /** A Composition that went back to an earlier state makes that revision the latest again. */
  private async ensureCurrent(
    composition: KubeObject,
    revisions: KubeObject[],
  ): Promise<KubeObject> {
    const latest = latestOf(revisions);
    const next = (latest ? numberOf(latest) : 0) + 1;
    const wanted = revisionOf(composition, next);
    const existing = revisions.find(
      revision => revision.metadata.name === wanted.metadata.name,
    );
    if (!existing) {
      return this.client.create(wanted);
    }
    if (existing !== latest) {
      return this.client.merge(refOf(existing), { spec: { revision: next } });
    }
    return existing;
  }

  private async checkPipeline(revision: KubeObject): Promise<void> {
    const names = arrayAt(revision.spec, 'pipeline').map(
      step => stringAt(step, 'functionRef', 'name') ?? '',
    );
    const missing: string[] = [];
    for (const name of names) {
      if (!(await this.functions.find(name))) {
        missing.push(name);
      }
    }
    const current = conditionsOf(revision);
    const conditions = withConditions(
      current,
      [
        { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' },
        validPipeline(missing),
      ],
      { generation: revision.metadata.generation, now: new Date() },
    );
    if (canonicalJson(conditions) === canonicalJson(current)) {
      return;
    }
    try {
      await this.client.merge(
        refOf(revision),
        { status: { conditions: asJson(conditions) } },
        'status',
      );
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
    }
  }
}

function validPipeline(missing: string[]): ConditionState {
  return missing.length === 0
    ? { type: 'ValidPipeline', status: 'True', reason: 'ValidPipeline' }
    : {
        type: 'ValidPipeline',
        status: 'False',
        reason: 'MissingCapabilities',
        message: `cannot find an active FunctionRevision with capability "composition" of: ${missing.join(
          ', ',
        )}`,
      };
}
