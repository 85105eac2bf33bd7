import { controllerOf, KubeClient, KubeObject } from '../kube';

/** The composite that controls a resource, if it is there; what is asked of the simulation is asked on it. */
export async function environmentOf(
  client: KubeClient,
  object: KubeObject,
): Promise<KubeObject | undefined> {
  const owner = controllerOf(object);
  if (!owner) {
    return undefined;
  }
  const { apiVersion, kind, name } = owner;
  const { namespace } = object.metadata;
  return client.find({ apiVersion, kind, name, namespace });
}
