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
  const [definition] = shipped('apis/mlflowenvironments/definition.yaml');
  const kinds = controlPlane.crossplane
    ? []
    : [...sandboxCrds(), compositeCrd(definition)];
  await defineKinds(client, [...kinds, POD_MONITORS]);
  if (!controlPlane.crossplane) {
    for (const object of [
      definition,
      ...shipped('apis/mlflowenvironments/composition.yaml'),
    ]) {
      await client.apply(object, FIELD_MANAGER);
    }
  }
}
