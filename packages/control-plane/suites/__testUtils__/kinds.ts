import { KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { eventually } from './eventually';

export const CRD_TYPE = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
};

/** Removes kinds with all their objects, and resolves once they are gone. What has the name of a kind stands for it. */
export async function removeKinds(
  client: KubeClient,
  kinds: KubeObject[],
): Promise<void> {
  const refs = kinds.map(({ metadata }) => ({
    ...CRD_TYPE,
    name: metadata.name ?? '',
  }));
  for (const ref of refs) {
    await client.delete(ref);
  }
  for (const ref of refs) {
    await eventually(async () => !(await client.find(ref)));
  }
}
