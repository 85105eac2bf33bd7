import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api } from '@kubernetes/client-node';
import { JsonObject } from '@backstage/types';
import {
  EnvironmentDetail,
  EnvironmentList,
  EnvironmentResource,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  Cloud,
  CloudResource,
  KubeClient,
  KubeObject,
  Pace,
  Providers,
  silentLogger,
} from '@mlops-platform/sandbox';
import { Aggregator, CLUSTER } from '../../__testUtils__/Aggregator';
import {
  adminConfig,
  controlPlane,
  createNamespace,
} from '../../__testUtils__/controlPlane';
import { eventually } from '../../__testUtils__/eventually';
import { shipped } from '../../__testUtils__/manifests';
import { tokenOf } from '../../__testUtils__/serviceAccount';

/** How many times faster than in the demo the simulated clouds are. */
const SPEED = 20;
const FIELD_MANAGER = 'suites';
const ENVIRONMENT = {
  apiVersion: 'mlops.example.com/v1alpha1',
  kind: 'MLflowEnvironment',
};

/**
 * What surrounds Crossplane on a platform: clouds with their providers, which are simulated, and Backstage's aggregator with
 * the rights that it is shipped with. Environments live in a namespace of the suite's own.
 */
export class Platform {
  static async start(theme: string): Promise<Platform> {
    const client = new KubeClient(adminConfig());
    const folder = mkdtempSync(join(tmpdir(), `crossplane-${theme}-`));
    const cloud = Cloud.open(join(folder, 'cloud.json'));
    const namespace = await createNamespace(client, theme);
    const providers = Providers.start({
      client,
      cloud,
      pace: new Pace(SPEED),
      logger: silentLogger,
    });
    const rights = shipped('rbac/backstage.yaml');
    for (const object of rights) {
      await client.apply(object, FIELD_MANAGER);
    }
    const aggregator = await Aggregator.start({
      cluster: {
        url: controlPlane.server,
        caData: controlPlane.caData,
        token: await tokenOf('backstage', 'backstage'),
      },
      config: {
        targets: [
          {
            name: 'main',
            cluster: CLUSTER,
            cloneUrl: 'https://git.example.com/claims.git',
            namespaces: [namespace],
          },
        ],
      },
    });
    return new Platform(client, namespace, cloud, aggregator, async () => {
      await providers.stop();
      for (const object of rights) {
        await client.delete({ ...object, name: object.metadata.name ?? '' });
      }
      rmSync(folder, { recursive: true, force: true });
    });
  }

  private constructor(
    readonly client: KubeClient,
    readonly namespace: string,
    readonly cloud: Cloud,
    readonly aggregator: Aggregator,
    private readonly leave: () => Promise<void>,
  ) {}

  /** Applies a claim, as Argo CD or Flux would. */
  async claim(
    environmentID: string,
    options: {
      parameters?: JsonObject;
      /** `spec.crossplane` */
      crossplane?: JsonObject;
      annotations?: Record<string, string>;
    } = {},
  ): Promise<void> {
    const { parameters, crossplane, annotations } = options;
    await this.client.apply(
      {
        ...ENVIRONMENT,
        metadata: {
          name: environmentID,
          namespace: this.namespace,
          ...(annotations && { annotations }),
        },
        spec: {
          parameters: { environmentID, ...parameters },
          ...(crossplane && { crossplane }),
        },
      },
      'gitops',
    );
  }

  /** Removes a claim. */
  async unclaim(environmentID: string): Promise<void> {
    await this.client.delete(this.refOf(environmentID));
  }

  /** Sets an annotation of an environment, or removes it. */
  async annotate(
    environmentID: string,
    key: string,
    value: string | null,
  ): Promise<void> {
    await this.client.merge(this.refOf(environmentID), {
      metadata: { annotations: { [key]: value } },
    });
  }

  /** An environment as the cluster has it. */
  async composite(environmentID: string): Promise<KubeObject> {
    return this.client.get(this.refOf(environmentID));
  }

  /** A composed resource of an environment as the cluster has it. */
  async composed(environmentID: string, name: string): Promise<KubeObject> {
    return this.client.get(await this.resource(environmentID, name));
  }

  /** Deletes a composed resource, as somebody with kubectl would. */
  async deleteComposed(environmentID: string, name: string): Promise<void> {
    await this.client.delete(await this.resource(environmentID, name));
  }

  /** Changes a composed resource, as somebody with kubectl would. */
  async mergeComposed(
    environmentID: string,
    name: string,
    patch: JsonObject,
  ): Promise<void> {
    await this.client.merge(await this.resource(environmentID, name), patch);
  }

  /** What a composed resource stands for in the clouds, if it is there. */
  async external(
    environmentID: string,
    name: string,
  ): Promise<CloudResource | undefined> {
    const { kind, externalName } = await this.resource(environmentID, name);
    return this.cloud.find(kind, externalName ?? '');
  }

  /** A composed resource as the aggregator tells it. */
  async resource(
    environmentID: string,
    name: string,
  ): Promise<EnvironmentResource> {
    const { resources } = await this.environment(environmentID);
    const resource = resources.find(
      ({ compositionResourceName }) => compositionResourceName === name,
    );
    if (!resource) {
      throw new Error(`${environmentID} has no ${name}`);
    }
    return resource;
  }

  /** An environment as the aggregator tells it; throws where it knows none. */
  async environment(environmentID: string): Promise<EnvironmentDetail> {
    return this.aggregator.get(this.pathOf(environmentID));
  }

  /** Where the aggregator tells of an environment, or of a part of it. */
  pathOf(environmentID: string, part = ''): string {
    return `/environments/${CLUSTER}/${this.namespace}/${environmentID}${part}`;
  }

  /** An environment once the aggregator tells of it what is expected. */
  async until(
    environmentID: string,
    expected: object,
    patienceMs?: number,
  ): Promise<EnvironmentDetail> {
    return eventually(async () => {
      const environment = await this.environment(environmentID);
      expect(environment).toMatchObject(expected);
      return environment;
    }, patienceMs);
  }

  /** An environment once it is healthy and its changes arrive. */
  async untilHealthy(environmentID: string): Promise<EnvironmentDetail> {
    return eventually(async () => {
      const environment = await this.environment(environmentID);
      const { health, reconcileError } = environment;
      expect({ health, reconcileError }).toMatchObject({
        health: { status: 'Healthy' },
        reconcileError: undefined,
      });
      return environment;
    });
  }

  /** Resolves once nothing of an environment is left in the cluster. */
  async untilGone(environmentID: string): Promise<void> {
    await eventually(async () => {
      const { items } = await this.all();
      return items.every(({ ref }) => ref.name !== environmentID);
    });
  }

  /** Removes all environments, waits until the providers have released what they hold, and ends. */
  async stop(): Promise<void> {
    const { items } = await this.client.list(ENVIRONMENT, {
      namespace: this.namespace,
    });
    for (const { metadata } of items) {
      await this.unclaim(metadata.name ?? '');
    }
    await eventually(async () => (await this.all()).items.length === 0);
    await this.aggregator.stop();
    await this.leave();
    await adminConfig()
      .makeApiClient(CoreV1Api)
      .deleteNamespace({ name: this.namespace });
  }

  private refOf(name: string) {
    return { ...ENVIRONMENT, name, namespace: this.namespace };
  }

  private all(): Promise<EnvironmentList> {
    return this.aggregator.get(`/environments?namespace=${this.namespace}`);
  }
}
