import { messageOf } from '../errors';
import { arrayAt, JsonObject, stringAt } from '../json';
import {
  asJson,
  conditionsOf,
  EventRecorder,
  isTrue,
  KubeClient,
  KubeObject,
  ObjectType,
  refOf,
  Watcher,
  withConditions,
  WorkQueue,
} from '../kube';
import { Logger } from '../logger';
import { compositeCrd } from './compositeCrd';
import { COMPOSITE_FIELD_MANAGER, XRD_TYPE } from '../crossplane';

const ESTABLISHING_MS = 200;

/** Calls back with the kind of composite and its definition's name, once the API server serves the kind. */
export type OnEstablished = (composite: ObjectType, definition: string) => void;

/** Makes the CRD of every CompositeResourceDefinition and says so in its `Established` condition. */
export class DefinitionController {
  private readonly queue: WorkQueue;
  private readonly watcher: Watcher;
  private readonly events: EventRecorder;

  constructor(
    private readonly client: KubeClient,
    private readonly onEstablished: OnEstablished,
    logger: Logger,
  ) {
    this.events = new EventRecorder(
      client,
      'defined/compositeresourcedefinition.apiextensions.crossplane.io',
      logger,
    );
    this.queue = new WorkQueue(name => this.reconcile(name), { logger });
    this.watcher = Watcher.start({
      client,
      type: XRD_TYPE,
      onChange: (_, object) => this.queue.add(object.metadata.name ?? ''),
      logger,
    });
  }

  async stop(): Promise<void> {
    await this.watcher.stop();
    await this.queue.stop();
    await this.events.flush();
  }

  private async reconcile(name: string): Promise<number | undefined> {
    const definition = await this.client.find({ ...XRD_TYPE, name });
    if (!definition || definition.metadata.deletionTimestamp) {
      return undefined;
    }
    const crd = await this.applyCrd(definition);
    if (!isTrue(crd, 'Established')) {
      return ESTABLISHING_MS;
    }
    await this.markEstablished(definition);
    this.onEstablished(compositeType(definition), name);
    return undefined;
  }

  private async applyCrd(definition: KubeObject): Promise<KubeObject> {
    try {
      return await this.client.apply(
        compositeCrd(definition),
        COMPOSITE_FIELD_MANAGER,
      );
    } catch (error) {
      this.events.warning(
        definition,
        'EstablishComposite',
        `cannot apply rendered composite resource CustomResourceDefinition: ${messageOf(
          error,
        )}`,
      );
      throw error;
    }
  }

  private async markEstablished(definition: KubeObject): Promise<void> {
    if (isTrue(definition, 'Established')) {
      return;
    }
    const conditions = withConditions(
      conditionsOf(definition),
      [
        {
          type: 'Established',
          status: 'True',
          reason: 'WatchingCompositeResource',
        },
      ],
      { generation: definition.metadata.generation, now: new Date() },
    );
    const { apiVersion, kind } = compositeType(definition);
    await this.client.merge(
      refOf(definition),
      {
        status: {
          conditions: asJson(conditions),
          controllers: { compositeResourceType: { apiVersion, kind } },
        },
      },
      'status',
    );
  }
}

/** The kind of composite a definition defines, in the version that compositions refer to. */
function compositeType(definition: KubeObject): ObjectType {
  const versions = arrayAt(definition.spec, 'versions') as JsonObject[];
  const version = versions.find(candidate => candidate.referenceable === true);
  return {
    apiVersion: `${stringAt(definition.spec, 'group')}/${version?.name}`,
    kind: stringAt(definition.spec, 'names', 'kind') ?? '',
  };
}
