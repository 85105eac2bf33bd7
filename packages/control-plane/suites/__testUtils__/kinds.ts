import { KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { eventually } from './eventually';

export const CRD_TYPE = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
};

type ObjectType = Pick<KubeObject, 'apiVersion' | 'kind'>;

interface CrdSpec {
  group: string;
  names: { kind: string };
  versions: { name: string; served: boolean }[];
}

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
    const crd = await client.find(ref);
    if (crd) {
      // The storage of a kind that nobody has read yet is not ready, and the API server then tries minutes later again.
      await eventually(() => client.list(typeOf(crd)));
      await client.delete(ref);
    }
  }
  for (const ref of refs) {
    await eventually(async () => {
      const crd = await client.find(ref);
      if (crd) {
        await releaseObjects(client, typeOf(crd));
      }
      return !crd;
    });
  }
}

/** A kind goes once its objects are gone, and those who would take their finalizers off may have stopped. */
async function releaseObjects(
  client: KubeClient,
  type: ObjectType,
): Promise<void> {
  const { items } = await client.list(type);
  for (const { metadata } of items) {
    if (metadata.finalizers?.length) {
      const { name = '', namespace } = metadata;
      await client.merge(
        { ...type, name, namespace },
        { metadata: { finalizers: null } },
      );
    }
  }
}

/** The type of the objects of a kind. */
function typeOf(crd: KubeObject): ObjectType {
  const { group, names, versions } = crd.spec as unknown as CrdSpec;
  const served = versions.find(version => version.served);
  return { apiVersion: `${group}/${served?.name}`, kind: names.kind };
}
