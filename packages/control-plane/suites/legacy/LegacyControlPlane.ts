import { KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { JsonObject } from '@backstage/types';
import { eventually } from '../__testUtils__/eventually';
import { CLAIM, COMPOSED, ComposedName } from './definitions';

const FINALIZER = 'finalizer.managedresource.crossplane.io';

/** Whoever turns claims into composites and managed resources: Crossplane, or a test that writes what it would write. */
export interface Crossplane {
  /** Makes the API known. */
  install(): Promise<void>;
  /** Takes up a claim. */
  bind(claim: KubeObject): Promise<void>;
  /** All managed resources of a claim are ready. */
  becomeReady(claim: KubeObject): Promise<void>;
  /** A claim has been deleted. */
  unbind(claim: KubeObject): Promise<void>;
  uninstall(): Promise<void>;
}

/** Claims as people made them before Crossplane 2, on a cluster, with providers that a test plays. */
export class LegacyControlPlane {
  constructor(
    private readonly client: KubeClient,
    private readonly namespace: string,
    private readonly crossplane: Crossplane,
  ) {}

  /** Creates a claim, and resolves when its managed resources exist. */
  async claim(name: string): Promise<void> {
    const claim = await this.client.create({
      ...CLAIM,
      metadata: { name, namespace: this.namespace },
      spec: { parameters: { environmentID: name } },
    });
    await this.crossplane.bind(claim);
    for (const composed of Object.keys(COMPOSED) as ComposedName[]) {
      const resource = await this.managed(name, composed);
      await this.client.merge(resource, {
        metadata: { finalizers: [FINALIZER] },
      });
    }
  }

  /** A provider says how a managed resource is. */
  async report(
    claim: string,
    composed: ComposedName,
    conditions: JsonObject[],
  ): Promise<void> {
    const resource = await this.managed(claim, composed);
    await this.client.merge(resource, { status: { conditions } }, 'status');
  }

  /** Resolves when Crossplane has noticed that everything is ready. */
  async becomeReady(name: string): Promise<void> {
    await this.crossplane.becomeReady(await this.client.get(this.ref(name)));
  }

  /** Deletes a claim; resolves while its managed resources wait for their providers. */
  async delete(name: string): Promise<void> {
    const claim = await this.client.get(this.ref(name));
    await this.client.delete(this.ref(name));
    await this.crossplane.unbind(claim);
    for (const composed of Object.keys(COMPOSED) as ComposedName[]) {
      await eventually(async () => {
        const { metadata } = await this.client.get(
          await this.managed(name, composed),
        );
        return metadata.deletionTimestamp !== undefined;
      });
    }
  }

  /** A provider has deleted an external resource. */
  async release(claim: string, composed: ComposedName): Promise<void> {
    const resource = await this.managed(claim, composed);
    await this.client.merge(resource, { metadata: { finalizers: null } });
  }

  /** The managed resource of a claim, once there is one. */
  private async managed(claim: string, composed: ComposedName) {
    const { metadata } = await eventually(async () => {
      const { items } = await this.client.list(COMPOSED[composed], {
        labelSelector: `crossplane.io/claim-name=${claim},crossplane.io/claim-namespace=${this.namespace}`,
      });
      return items[0];
    });
    return { ...COMPOSED[composed], name: metadata.name ?? '' };
  }

  private ref(name: string) {
    return { ...CLAIM, name, namespace: this.namespace };
  }
}
