import {
  EXTERNAL_NAME_ANNOTATION,
  MANAGED_FINALIZER,
  PAUSED_ANNOTATION,
} from '../crossplane';
import { messageOf } from '../errors';
import { arrayAt, canonicalJson, JsonObject, objectAt } from '../json';
import {
  asJson,
  ConditionState,
  conditionsOf,
  EventRecorder,
  isConflict,
  isNotFound,
  keyOf,
  KubeClient,
  KubeObject,
  NextVisit,
  refOf,
  Watcher,
  withConditions,
  WorkQueue,
} from '../kube';
import { Logger } from '../logger';
import { Cloud, CloudResource } from './cloud';
import { publishConnection } from './connectionSecret';
import { environmentOf } from './environment';
import { failIfAsked, failureAskedOf } from './failures';
import {
  ASYNC_SUCCESS,
  asyncFailure,
  AVAILABLE,
  CREATING,
  DELETING,
  RECONCILE_PAUSED,
  RECONCILE_SUCCESS,
  reconcileError,
} from './managedConditions';
import {
  CloudError,
  ManagedKind,
  settingsOf,
  stateOf,
  Subject,
} from './managedKind';
import { Pace } from './pace';
import { resolveReferences } from './references';

/** How often a provider looks at its resource in the cloud. */
const POLL_MS = 10_000;
/** How soon after somebody else wrote at the same time. */
const CONFLICT_MS = 50;
/** How soon a resource is looked at again that waits for another one. */
const WAIT = { seconds: 1, atLeastMs: 50, atMostMs: 1000 };
/** How soon the cloud is asked again after it refused. */
const RETRY = { seconds: 5, atLeastMs: 250, atMostMs: POLL_MS };

export interface ManagedControllerOptions {
  client: KubeClient;
  cloud: Cloud;
  pace: Pace;
  logger: Logger;
}

/** Everything one visit knows. */
interface Visit {
  subject: Subject;
  environment: KubeObject | undefined;
  /** The failure asked for, by name. */
  asked: string | undefined;
}

/** Reconciles the managed resources of one kind with the simulated cloud, as crossplane-runtime's managed reconciler does. */
export class ManagedController {
  private readonly queue: WorkQueue;
  private readonly watcher: Watcher;
  private readonly events: EventRecorder;

  constructor(
    private readonly kind: ManagedKind,
    private readonly options: ManagedControllerOptions,
  ) {
    const { client, logger } = options;
    const component = `managed/${kind.kind.toLowerCase()}`;
    this.events = new EventRecorder(client, component, logger);
    this.queue = new WorkQueue(key => this.visit(key), { logger });
    this.watcher = Watcher.start({
      client,
      type: { apiVersion: kind.apiVersion, kind: kind.kind },
      onChange: (_, object) => this.queue.add(keyOf(object.metadata)),
      logger,
    });
  }

  async stop(): Promise<void> {
    await this.watcher.stop();
    await this.queue.stop();
    await this.events.flush();
  }

  private async visit(key: string): Promise<NextVisit> {
    const [namespace, name] = key.split('/');
    const { apiVersion, kind } = this.kind;
    const { client } = this.options;
    const object = await client.find({ apiVersion, kind, namespace, name });
    if (!object) {
      return undefined;
    }
    try {
      if (isPaused(object)) {
        await this.mark(object, [RECONCILE_PAUSED]);
        return POLL_MS;
      }
      const environment = await environmentOf(client, object);
      const visit = {
        subject: subjectOf(object),
        environment,
        asked: failureAskedOf(object, environment),
      };
      return object.metadata.deletionTimestamp
        ? await this.remove(visit)
        : await this.keep(visit);
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

  private async keep(visit: Visit): Promise<NextVisit> {
    const { client } = this.options;
    const current = await this.initialize(visit.subject.object);
    try {
      const resolved = await resolveReferences(client, this.kind, current);
      visit.subject = subjectOf(
        Object.keys(resolved).length > 0
          ? await client.merge(refOf(current), {
              spec: { forProvider: resolved },
            })
          : current,
      );
    } catch (error) {
      if (isConflict(error) || isNotFound(error)) {
        throw error;
      }
      this.events.warning(
        current,
        'CannotResolveResourceReferences',
        messageOf(error),
      );
      await this.mark(current, [reconcileError(messageOf(error))]);
      return this.pause(WAIT, visit.environment);
    }
    return this.observe(visit);
  }

  /** Finalizer, external name and password come before anything is created. */
  private async initialize(object: KubeObject): Promise<KubeObject> {
    const { client } = this.options;
    const {
      name,
      finalizers = [],
      annotations,
      resourceVersion,
    } = object.metadata;
    let current = object;
    const needsName =
      this.kind.isNamedByUs && !annotations?.[EXTERNAL_NAME_ANNOTATION];
    if (needsName || !finalizers.includes(MANAGED_FINALIZER)) {
      current = await client.merge(refOf(object), {
        metadata: {
          resourceVersion,
          finalizers: [...new Set([...finalizers, MANAGED_FINALIZER])],
          ...(needsName && {
            annotations: { [EXTERNAL_NAME_ANNOTATION]: name },
          }),
        },
      });
    }
    if (this.kind.hasPassword) {
      await publishConnection(client, current, {}, { withPassword: true });
    }
    return current;
  }

  private async observe(visit: Visit): Promise<NextVisit> {
    const { subject, environment, asked } = visit;
    let resource: CloudResource | undefined;
    try {
      resource = this.find(subject);
      failIfAsked(asked, 'observe', subject, this.kind);
    } catch (error) {
      return this.refuse(
        visit,
        'observe',
        'CannotObserveExternalResource',
        error,
      );
    }
    if (!resource || stateOf(resource, Date.now()) === 'deleting') {
      return resource ? this.pause(WAIT, environment) : this.create(visit);
    }
    await this.nameExternally(subject, resource);
    return this.report(visit, this.update(visit, resource));
  }

  private async create(visit: Visit): Promise<NextVisit> {
    const { subject, environment, asked } = visit;
    const { cloud, pace } = this.options;
    const { object } = subject;
    if (!allows(object, 'Create')) {
      const message = 'observe failed: external resource does not exist';
      await this.mark(object, [reconcileError(message)]);
      return POLL_MS;
    }
    let resource: CloudResource;
    try {
      failIfAsked(asked, 'create', subject, this.kind);
      const assigned = this.kind.create(subject, cloud);
      resource = cloud.create(
        {
          kind: this.kind.kind,
          id: String(assigned.id ?? this.kind.identify(subject)),
          settings: settingsOf(subject),
          assigned,
        },
        pace.milliseconds(this.kind.creation, environment),
      );
    } catch (error) {
      return this.refuse(
        visit,
        'create',
        'CannotCreateExternalResource',
        error,
      );
    }
    this.events.normal(
      object,
      'CreatedExternalResource',
      'Successfully requested creation of external resource',
    );
    await this.nameExternally(subject, resource);
    return this.report(visit, resource);
  }

  private update(
    { subject, environment }: Visit,
    resource: CloudResource,
  ): CloudResource {
    const { cloud, pace } = this.options;
    const { object } = subject;
    const settings = settingsOf(subject);
    const isUpToDate =
      canonicalJson(settings) === canonicalJson(resource.settings);
    if (isUpToDate || !allows(object, 'Update')) {
      return resource;
    }
    this.events.normal(
      object,
      'UpdatedExternalResource',
      'Successfully requested update of external resource',
    );
    const takes = pace.milliseconds(this.kind.change ?? 0, environment);
    return cloud.update(resource, settings, takes);
  }

  /** Says what the cloud says and comes back when that will have changed. */
  private async report(
    { subject: { object } }: Visit,
    resource: CloudResource,
  ): Promise<NextVisit> {
    const { client } = this.options;
    const now = Date.now();
    const state = stateOf(resource, now);
    const isReady = state === 'available' || state === 'updating';
    if (isReady && this.kind.connectionDetails) {
      const details = this.kind.connectionDetails(resource);
      await publishConnection(client, object, details, { withPassword: false });
    }
    const isVisible = isReady || this.kind.isVisibleWhileCreating;
    await this.mark(
      object,
      [
        isReady ? AVAILABLE : CREATING,
        RECONCILE_SUCCESS,
        ...(isReady && this.kind.isAsync ? [ASYNC_SUCCESS] : []),
      ],
      isVisible
        ? { ...resource.settings, ...this.kind.observe(resource, state) }
        : undefined,
    );
    const { readyAt, updatedAt = 0 } = resource;
    const next = { creating: readyAt, updating: updatedAt };
    return state === 'creating' || state === 'updating'
      ? Math.max(1, next[state] - now)
      : POLL_MS;
  }

  private async remove(visit: Visit): Promise<NextVisit> {
    const { subject, environment, asked } = visit;
    const { cloud, pace } = this.options;
    const { object } = subject;
    const { finalizers = [], resourceVersion } = object.metadata;
    if (!finalizers.includes(MANAGED_FINALIZER)) {
      return undefined;
    }
    if (finalizers.length > 1) {
      return this.pause(WAIT, environment);
    }
    const resource = this.find(subject);
    if (resource && allows(object, 'Delete')) {
      try {
        failIfAsked(asked, 'delete', subject, this.kind);
        this.kind.checkDeletion?.(resource, cloud);
      } catch (error) {
        return this.refuse(
          visit,
          'delete',
          'CannotDeleteExternalResource',
          error,
        );
      }
      const takes = pace.milliseconds(this.kind.deletion, environment);
      const { goneAt = 0 } = cloud.delete(resource, takes);
      this.events.normal(
        object,
        'DeletedExternalResource',
        'Successfully requested deletion of external resource',
      );
      await this.mark(object, [DELETING, RECONCILE_SUCCESS]);
      return Math.max(1, goneAt - Date.now());
    }
    await this.options.client.merge(refOf(object), {
      metadata: {
        resourceVersion,
        finalizers: finalizers.filter(each => each !== MANAGED_FINALIZER),
      },
    });
    return undefined;
  }

  /** The cloud refused: a condition and an Event say so in its words, and the provider tries again. */
  private async refuse(
    { subject: { object }, environment }: Visit,
    doing: 'observe' | 'create' | 'delete',
    reason: string,
    error: unknown,
  ): Promise<NextVisit> {
    if (!(error instanceof CloudError)) {
      throw error;
    }
    const text = `failed to ${doing} the resource: [{0 ${error.message}  []}]`;
    const inBackground = this.kind.isAsync && doing === 'create';
    const message = inBackground ? `async create failed: ${text}` : text;
    this.events.warning(object, reason, message);
    const ready = { observe: [], create: [CREATING], delete: [DELETING] };
    await this.mark(object, [
      ...ready[doing],
      reconcileError(`${doing} failed: ${message}`),
      ...(inBackground ? [asyncFailure(message)] : []),
    ]);
    return this.pause(RETRY, environment);
  }

  private async nameExternally(
    subject: Subject,
    resource: CloudResource,
  ): Promise<void> {
    const name = this.kind.externalName(subject, resource);
    if (subject.externalName !== name) {
      subject.externalName = name;
      subject.object = await this.options.client.merge(refOf(subject.object), {
        metadata: { annotations: { [EXTERNAL_NAME_ANNOTATION]: name } },
      });
    }
  }

  private pause(
    length: { seconds: number; atLeastMs: number; atMostMs: number },
    environment: KubeObject | undefined,
  ): number {
    const wanted = this.options.pace.milliseconds(length.seconds, environment);
    return Math.min(Math.max(wanted, length.atLeastMs), length.atMostMs);
  }

  private find(subject: Subject): CloudResource | undefined {
    const id = this.kind.identify(subject);
    return id ? this.options.cloud.find(this.kind.kind, id) : undefined;
  }

  private async mark(
    object: KubeObject,
    states: ConditionState[],
    atProvider?: JsonObject,
  ): Promise<void> {
    const { generation } = object.metadata;
    const conditions = withConditions(conditionsOf(object), states, {
      generation,
      now: new Date(),
    });
    const status: JsonObject = {
      ...object.status,
      ...(atProvider && {
        atProvider: { ...objectAt(object.status, 'atProvider'), ...atProvider },
      }),
      conditions: asJson(conditions),
      observedGeneration: generation,
    };
    if (canonicalJson(status) !== canonicalJson(object.status)) {
      await this.options.client.merge(refOf(object), { status }, 'status');
    }
  }
}

function subjectOf(object: KubeObject): Subject {
  return {
    object,
    forProvider: objectAt(object.spec, 'forProvider'),
    externalName: object.metadata.annotations?.[EXTERNAL_NAME_ANNOTATION],
  };
}

function isPaused(object: KubeObject): boolean {
  const policies = object.spec?.managementPolicies;
  return (
    object.metadata.annotations?.[PAUSED_ANNOTATION] === 'true' ||
    (Array.isArray(policies) && policies.length === 0)
  );
}

/** Whether the management policies allow an action; without any, they allow all. */
function allows(
  object: KubeObject,
  action: 'Create' | 'Update' | 'Delete',
): boolean {
  const policies = arrayAt(object.spec, 'managementPolicies');
  return (
    policies.length === 0 || policies.includes('*') || policies.includes(action)
  );
}
