import { JsonObject } from '@backstage/types';
import { defineKinds, KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { removeKinds } from '../__testUtils__/kinds';
import { ALL_WELL, condition, SYNCED } from './conditions';
import { Crossplane } from './LegacyControlPlane';
import {
  CLAIM,
  COMPOSED,
  COMPOSITE,
  DERIVED_KINDS,
  MANAGED_KINDS,
} from './definitions';

const WAITING = condition(
  'Ready',
  'False',
  'Waiting',
  'Claim is waiting for composite resource to become Ready',
);
const CREATING = condition(
  'Ready',
  'False',
  'Creating',
  'Unready resources: artifact-bucket, atlas-project',
);

/** Writes the objects that Crossplane writes. */
export class HandmadeCrossplane implements Crossplane {
  constructor(private readonly client: KubeClient) {}

  async install(): Promise<void> {
    await defineKinds(this.client, [...MANAGED_KINDS, ...DERIVED_KINDS]);
  }

  async uninstall(): Promise<void> {
    await removeKinds(this.client, [...MANAGED_KINDS, ...DERIVED_KINDS]);
  }

  async bind(claim: KubeObject): Promise<void> {
    const { name = '', namespace = '' } = claim.metadata;
    const compositeName = compositeOf(claim).name;
    const labels = {
      'crossplane.io/claim-name': name,
      'crossplane.io/claim-namespace': namespace,
      'crossplane.io/composite': compositeName,
    };
    const composed = Object.entries(COMPOSED).map(([resourceName, type]) => ({
      ...type,
      name: `${compositeName}-${resourceName}`,
      resourceName,
    }));
    const composite = await this.client.create({
      ...COMPOSITE,
      metadata: { name: compositeName, labels },
      spec: {
        ...claim.spec,
        claimRef: { ...CLAIM, name, namespace },
        compositionRevisionRef: { name: 'legacy-mlflow-environments-1a2b3c4' },
        resourceRefs: composed.map(({ apiVersion, kind, name: named }) => ({
          apiVersion,
          kind,
          name: named,
        })),
      },
    });
    for (const { apiVersion, kind, name: named, resourceName } of composed) {
      await this.client.create({
        apiVersion,
        kind,
        metadata: {
          name: named,
          labels,
          annotations: {
            'crossplane.io/composition-resource-name': resourceName,
          },
          ownerReferences: [
            {
              ...COMPOSITE,
              name: compositeName,
              uid: composite.metadata.uid ?? '',
              controller: true,
            },
          ],
        },
        spec: { forProvider: {} },
      });
    }
    await this.client.merge(refOf(claim), {
      spec: { resourceRef: { ...COMPOSITE, name: compositeName } },
    });
    await this.report(claim, [SYNCED, CREATING], [SYNCED, WAITING]);
  }

  async becomeReady(claim: KubeObject): Promise<void> {
    await this.report(claim, ALL_WELL, ALL_WELL);
  }

  async unbind(claim: KubeObject): Promise<void> {
    await this.client.delete(compositeOf(claim));
  }

  private async report(
    claim: KubeObject,
    ofComposite: JsonObject[],
    ofClaim: JsonObject[],
  ): Promise<void> {
    for (const [ref, conditions] of [
      [compositeOf(claim), ofComposite],
      [refOf(claim), ofClaim],
    ] as const) {
      await this.client.merge(
        ref,
        { status: { conditions: [...conditions] } },
        'status',
      );
    }
  }
}

function refOf({ metadata }: KubeObject) {
  const { name = '', namespace } = metadata;
  return { ...CLAIM, name, namespace };
}

function compositeOf({ metadata }: KubeObject) {
  return { ...COMPOSITE, name: `${metadata.name}-x7k2p` };
}
