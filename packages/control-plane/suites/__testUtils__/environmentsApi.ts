import {
  compositeCrd,
  defineKinds,
  KubeClient,
  KubeObject,
  sandboxCrds,
} from '@mlops-platform/sandbox';
import { controlPlane } from './controlPlane';
import { shipped } from './manifests';

const FIELD_MANAGER = 'suites';

/** A kind that comes with the Prometheus operator. */
const POD_MONITORS: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'podmonitors.monitoring.coreos.com' },
  spec: {
    group: 'monitoring.coreos.com',
    scope: 'Namespaced',
    names: {
      kind: 'PodMonitor',
      listKind: 'PodMonitorList',
      plural: 'podmonitors',
      singular: 'podmonitor',
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
};

/**
 * Makes sure that the cluster has the environment API, its composition, and every kind that an environment may consist of.
 * A cluster with Crossplane has most of it.
 */
export async function installEnvironmentsApi(
  client: KubeClient,
): Promise<void> {
  await defineKinds(client, [POD_MONITORS]);
  if (controlPlane.crossplane) {
    return;
  }
  await defineKinds(client, sandboxCrds());
  const apis = 'apis/mlflowenvironments';
  const [definition] = shipped(`${apis}/definition.yaml`);
  const [composition] = shipped(`${apis}/composition.yaml`);
  await client.apply(composition, FIELD_MANAGER);
  // Crossplane would derive the kind from its definition.
  const applied = await client.apply(definition, FIELD_MANAGER);
  await defineKinds(client, [compositeCrd(applied)]);
}
