import { messageOf } from '../errors';
import { canonicalJson, JsonObject, objectAt, stringAt } from '../json';
import {
  asJson,
  ConditionState,
  conditionsOf,
  controllerOf,
  EventRecorder,
  isConflict,
  isNotFound,
  keyOf,
  KubeClient,
  KubeObject,
  NextVisit,
  ObjectRef,
  ObjectType,
  refOf,
  Watcher,
  withConditions,
  WorkQueue,
} from '../kube';
import { Logger } from '../logger';
import {
  AppliedResource,
  applyResources,
  collectGarbage,
  DesiredResource,
  ObservedResources,
  observeResources,
  renderResource,
  writeReferences,
} from './composedResources';
import {
  customConditions,
  DELETING,
  readyCondition,
  reconcileError,
  RECONCILE_PAUSED,
  RECONCILE_SUCCESS,
  RESPONSIVE,
  syncedCondition,
  unknownAfterFatal,
} from './compositeConditions';
import { FunctionRunner } from './functionRunner';
import { loadFunctionSdk } from './functionSdk';
import {
  COMPOSITE_FIELD_MANAGER,
  COMPOSITE_FINALIZER,
  COMPOSITE_LABEL,
  COMPOSITION_NAME_LABEL,
  COMPOSITION_REVISION_TYPE,
  PAUSED_ANNOTATION,
} from '../crossplane';
import {
  decidedReadiness,
  desiredStatus,
  PipelineResult,
  runPipeline,
} from './pipeline';
import {
  requireValidPipeline,
  selectComposition,
  selectRevision,
} from './selection';

/** How often a composite is looked at although nothing it depends on changed. */
const POLL_MS = 60_000;
/** How soon after somebody else wrote at the same time. */
const CONFLICT_MS = 50;

export interface CompositeControllerOptions {
  client: KubeClient;
  runner: FunctionRunner;
  /** The kind of composite. */
  type: ObjectType;
  /** The CompositeResourceDefinition's name. */
  definition: string;
  logger: Logger;
}

/** A composite could not be reconciled; its conditions and Events say why. */
class ReconcileFailure extends Error {}

/** Reconciles the composites of one kind by calling the functions of their compositions. */
export class CompositeController {
  private readonly queue: WorkQueue;
  private readonly events: EventRecorder;
  private readonly watchers = new Map<string, Watcher>();

  constructor(private readonly options: CompositeControllerOptions) {
    const { client, type, logger } = options;
    this.events = new EventRecorder(
      client,
      'defined/compositeresourcedefinition.apiextensions.crossplane.io',
      logger,
    );
    this.queue = new WorkQueue(key => this.visit(key), {
      logger,
      firstRetryMs: 1000,
      lastRetryMs: POLL_MS,
    });
    this.watch(type, object => this.queue.add(keyOf(object.metadata)));
    this.watch(COMPOSITION_REVISION_TYPE, revision =>
      this.followersOf(revision).forEach(key => this.queue.add(key)),
    );
  }

  async stop(): Promise<void> {
    await Promise.all([...this.watchers.values()].map(each => each.stop()));
    await this.queue.stop();
    await this.events.flush();
  }

  private async visit(key: string): Promise<NextVisit> {
    const [namespace, name] = key.split('/');
    try {
      return await this.reconcile({ ...this.options.type, namespace, name });
    } catch (error) {
      if (isConflict(error)) {
        return CONFLICT_MS;
      }
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }

  private async reconcile(ref: ObjectRef): Promise<NextVisit> {
    const { client } = this.options;
    let composite = await client.find(ref);
    if (!composite) {
      return undefined;
    }
    if (composite.metadata.annotations?.[PAUSED_ANNOTATION] === 'true') {
      this.events.normal(
        composite,
        'ReconciliationPaused',
        'Reconciliation is paused via the pause annotation',
      );
      await this.mark(composite, [RESPONSIVE, RECONCILE_PAUSED]);
      return undefined;
    }
    if (composite.metadata.deletionTimestamp) {
      await this.release(composite);
      return undefined;
    }
    composite = await this.adopt(composite);
    composite = await this.chooseComposition(composite);
    const chosen = await this.chooseRevision(composite);
    return this.compose(chosen.composite, chosen.revision);
  }

  /** The finalizer gives the composite's own deletion to us; the label marks it like what it composes. */
  private async adopt(composite: KubeObject): Promise<KubeObject> {
    const {
      finalizers = [],
      labels,
      name,
      resourceVersion,
    } = composite.metadata;
    const isAdopted =
      finalizers.includes(COMPOSITE_FINALIZER) && labels?.[COMPOSITE_LABEL];
    if (isAdopted) {
      return composite;
    }
    return this.options.client.merge(refOf(composite), {
      metadata: {
        resourceVersion,
        finalizers: [...new Set([...finalizers, COMPOSITE_FINALIZER])],
        labels: { [COMPOSITE_LABEL]: name },
      },
    });
  }

  /** Composed resources are the garbage collector's: they go once their owner is gone. */
  private async release(composite: KubeObject): Promise<void> {
    const { finalizers = [], resourceVersion } = composite.metadata;
    let current = composite;
    if (finalizers.includes(COMPOSITE_FINALIZER)) {
      current = await this.options.client.merge(refOf(composite), {
        metadata: {
          resourceVersion,
          finalizers: finalizers.filter(each => each !== COMPOSITE_FINALIZER),
        },
      });
    }
    await this.mark(current, [RESPONSIVE, DELETING, RECONCILE_SUCCESS]);
  }

  private async chooseComposition(composite: KubeObject): Promise<KubeObject> {
    const { client, definition } = this.options;
    try {
      const chosen = await selectComposition(client, composite, definition);
      if (chosen.isDefault) {
        this.events.normal(
          composite,
          'CompositionSelection',
          'Default composition has been selected',
        );
      }
      if (chosen.selected) {
        this.events.normal(
          composite,
          'SelectComposition',
          `Successfully selected composition: ${chosen.selected}`,
        );
      }
      return chosen.composite;
    } catch (error) {
      return this.fail(
        composite,
        'SelectComposition',
        `cannot select Composition: ${messageOf(error)}`,
        error,
      );
    }
  }

  private async chooseRevision(composite: KubeObject) {
    try {
      const { client, definition } = this.options;
      const chosen = await selectRevision(client, composite, definition);
      if (chosen.isDefault) {
        this.events.normal(
          composite,
          'CompositionSelection',
          'Default revision selector has been selected',
        );
      }
      if (chosen.selected) {
        this.events.normal(
          composite,
          'SelectComposition',
          `Selected composition revision: ${chosen.selected}`,
        );
      }
      return chosen;
    } catch (error) {
      return this.fail(
        composite,
        'ComposeResources',
        `cannot fetch Composition: ${messageOf(error)}`,
        error,
      );
    }
  }

  private async compose(
    composite: KubeObject,
    revision: KubeObject,
  ): Promise<NextVisit> {
    const { client, runner } = this.options;
    let result: PipelineResult = { conditions: [], events: [] };
    try {
      requireValidPipeline(revision);
      const observed = await observeResources(client, composite);
      result = await runPipeline(runner, composite, observed, revision);
      if (result.failure !== undefined) {
        throw new Error(result.failure);
      }
      await this.applyDesired(composite, observed, result);
    } catch (error) {
      this.recordEvents(composite, result);
      const custom = customConditions(result.conditions);
      return this.fail(
        composite,
        'ComposeResources',
        `cannot compose resources: ${messageOf(error)}`,
        error,
        [...custom, ...unknownAfterFatal(conditionsOf(composite), custom)],
      );
    }
    return Math.min(result.ttlMs ?? POLL_MS, POLL_MS);
  }

  private async applyDesired(
    composite: KubeObject,
    observed: ObservedResources,
    result: PipelineResult,
  ): Promise<void> {
    const { client } = this.options;
    const desired: DesiredResource[] = [];
    const { READY_TRUE } = loadFunctionSdk().Ready;
    const wanted = Object.entries(result.desired?.resources ?? {});
    for (const [name, { resource = {}, ready }] of wanted) {
      desired.push(
        await renderResource(
          client,
          composite,
          { name, resource, ready: ready === READY_TRUE },
          observed.get(name)?.object,
        ),
      );
    }
    await collectGarbage(client, composite, observed, desired);
    const referring = await writeReferences(client, composite, desired);
    desired.forEach(({ object }) => this.watchComposed(object));
    const applied = await applyResources(client, composite, desired);
    const current = await this.writeStatus(referring, result);
    this.recordEvents(composite, result);
    this.recordUnfinished(composite, applied);
    await this.mark(
      current,
      [
        syncedCondition(applied),
        readyCondition(applied, decidedReadiness(result.desired)),
        RESPONSIVE,
      ],
      customConditions(result.conditions),
    );
  }

  /** The functions' part of the status is written before the conditions, which still say what they said. */
  private async writeStatus(
    composite: KubeObject,
    result: PipelineResult,
  ): Promise<KubeObject> {
    const conditions = conditionsOf(composite);
    const status: JsonObject = {
      ...desiredStatus(result.desired),
      ...(conditions.length > 0 && { conditions: asJson(conditions) }),
    };
    if (canonicalJson(status) === canonicalJson(composite.status ?? {})) {
      return composite;
    }
    const { apiVersion, kind } = composite;
    const { name, namespace } = composite.metadata;
    return this.options.client.apply(
      { apiVersion, kind, metadata: { name, namespace }, status },
      COMPOSITE_FIELD_MANAGER,
      'status',
    );
  }

  private recordEvents(composite: KubeObject, result: PipelineResult): void {
    for (const { type, reason, message } of result.events) {
      const say = type === 'Normal' ? 'normal' : 'warning';
      this.events[say](composite, reason || 'ComposeResources', message);
    }
  }

  private recordUnfinished(
    composite: KubeObject,
    applied: AppliedResource[],
  ): void {
    for (const { name, ready, invalid } of applied) {
      if (invalid) {
        this.events.warning(composite, 'ComposeResources', invalid);
      }
      if (!ready) {
        this.events.normal(
          composite,
          'ComposeResources',
          `Composed resource "${name}" is not yet ready`,
        );
      }
    }
  }

  /** Says in conditions and an Event what went wrong; the queue comes back to it. */
  private async fail(
    composite: KubeObject,
    reason: string,
    message: string,
    cause: unknown,
    custom: ConditionState[] = [],
  ): Promise<never> {
    if (isConflict(cause)) {
      throw cause;
    }
    this.events.warning(composite, reason, message);
    await this.mark(composite, [RESPONSIVE, reconcileError(message)], custom);
    throw new ReconcileFailure(message);
  }

  private async mark(
    composite: KubeObject,
    states: ConditionState[],
    custom: ConditionState[] = [],
  ): Promise<void> {
    const now = new Date();
    const { generation } = composite.metadata;
    const current = conditionsOf(composite);
    const conditions = withConditions(
      withConditions(current, custom, { now }),
      states,
      { now, generation },
    );
    if (canonicalJson(conditions) === canonicalJson(current)) {
      return;
    }
    await this.options.client.merge(
      refOf(composite),
      { status: { conditions: asJson(conditions) } },
      'status',
    );
  }

  /** The composites that move to a new revision by themselves, if it fits them. */
  private followersOf({ metadata }: KubeObject): string[] {
    const composition = metadata.labels?.[COMPOSITION_NAME_LABEL];
    const composites = this.watchers.get(keyOfType(this.options.type))?.all();
    return (composites ?? [])
      .filter(({ spec }) => {
        const { compositionRef, compositionUpdatePolicy } = objectAt(
          spec,
          'crossplane',
        );
        return (
          stringAt(compositionRef, 'name') === composition &&
          compositionUpdatePolicy !== 'Manual'
        );
      })
      .map(each => keyOf(each.metadata));
  }

  private watchComposed(object: KubeObject): void {
    const { apiVersion, kind } = object;
    const { type } = this.options;
    this.watch({ apiVersion, kind }, composed => {
      const owner = controllerOf(composed);
      if (owner?.kind === type.kind && owner.apiVersion === type.apiVersion) {
        const { namespace } = composed.metadata;
        this.queue.add(keyOf({ namespace, name: owner.name }));
      }
    });
  }

  private watch(type: ObjectType, onChange: (object: KubeObject) => void) {
    const key = keyOfType(type);
    if (this.watchers.has(key)) {
      return;
    }
    const { client, logger } = this.options;
    this.watchers.set(
      key,
      Watcher.start({
        client,
        type,
        onChange: (_, object) => onChange(object),
        logger,
      }),
    );
  }
}

function keyOfType({ apiVersion, kind }: ObjectType): string {
  return `${apiVersion}/${kind}`;
}
