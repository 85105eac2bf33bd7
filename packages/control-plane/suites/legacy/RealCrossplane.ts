import { defineKinds, KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { eventually } from '../__testUtils__/eventually';
import { removeKinds } from '../__testUtils__/kinds';
import {
  BUCKET,
  CLAIM,
  composition,
  DEFINITION,
  GROUP,
  MANAGED_KINDS,
  PROJECT,
} from './definitions';
import { FUNCTION_NAME, LegacyFunction } from './LegacyFunction';
import { Crossplane } from './LegacyControlPlane';

const FIELD_MANAGER = 'suites';

/** What Crossplane's RBAC manager would grant for the definition and for the providers. */
const ROLE: KubeObject & { rules: object[] } = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: {
    name: `crossplane:${GROUP}`,
    labels: { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' },
  },
  rules: [
    {
      apiGroups: [GROUP, ...[BUCKET, PROJECT].map(groupOf)],
      resources: ['*'],
      verbs: ['*'],
    },
  ],
};

/** Crossplane itself, with the article's API and a function that composes by it. */
export class RealCrossplane implements Crossplane {
  private fn: LegacyFunction | undefined;

  constructor(private readonly client: KubeClient) {}

  async install(): Promise<void> {
    await defineKinds(this.client, MANAGED_KINDS);
    await this.client.apply(ROLE, FIELD_MANAGER);
    this.fn = await LegacyFunction.start();
    await this.fn.register(this.client);
    await this.client.apply(DEFINITION, FIELD_MANAGER);
    await this.client.apply(composition(FUNCTION_NAME), FIELD_MANAGER);
    await eventually(async () => {
      const { status } = await this.client.get(refOf(DEFINITION));
      return JSON.stringify(status).includes(
        '"WatchingCompositeResourceClaim"',
      );
    });
  }

  async uninstall(): Promise<void> {
    await eventually(async () => {
      const { items } = await this.client.list(CLAIM);
      return items.length === 0;
    });
    for (const object of [composition(FUNCTION_NAME), DEFINITION]) {
      await this.client.delete(refOf(object));
      await eventually(async () => !(await this.client.find(refOf(object))));
    }
    await this.fn?.stop(this.client);
    await this.client.delete(refOf(ROLE));
    await removeKinds(this.client, MANAGED_KINDS);
  }

  async bind(): Promise<void> {}

  async becomeReady(): Promise<void> {}

  async unbind(): Promise<void> {}
}

function groupOf({ apiVersion }: { apiVersion: string }): string {
  return apiVersion.split('/')[0];
}

function refOf({ apiVersion, kind, metadata }: KubeObject) {
  return { apiVersion, kind, name: metadata.name ?? '' };
}
