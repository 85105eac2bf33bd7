import { createHash } from 'node:crypto';
import { messageOf } from '../errors';
import { arrayAt, JsonObject, objectAt, stringAt } from '../json';
import {
  controllerOf,
  controllerReference,
  groupOf,
  isInvalid,
  isNotFound,
  KubeClient,
  KubeObject,
  refOf,
} from '../kube';
import {
  COMPOSED_FIELD_MANAGER,
  COMPOSITE_FIELD_MANAGER,
  COMPOSITE_LABEL,
  RESOURCE_NAME_ANNOTATION,
} from '../crossplane';

/** A composed resource as the API server has it. */
export interface ObservedResource {
  object: KubeObject;
  connectionDetails: Record<string, Buffer>;
}

/** Composed resources by their names within the composition. */
export type ObservedResources = Map<string, ObservedResource>;

/** What became of one desired resource. */
export interface AppliedResource {
  name: string;
  ready: boolean;
  /** Why the API server found it invalid, if it did. */
  invalid?: string;
}

/** A desired resource, named and labelled as the composite's. */
export interface DesiredResource {
  name: string;
  object: KubeObject;
  ready: boolean;
}

const NAME =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The resources that the composite's references lead to and that it controls, with their connection details. */
export async function observeResources(
  client: KubeClient,
  composite: KubeObject,
): Promise<ObservedResources> {
  const observed: ObservedResources = new Map();
  const { namespace, uid } = composite.metadata;
  for (const ref of arrayAt(composite.spec, 'crossplane', 'resourceRefs')) {
    const object = await client.find({
      apiVersion: stringAt(ref, 'apiVersion') ?? '',
      kind: stringAt(ref, 'kind') ?? '',
      name: stringAt(ref, 'name') ?? '',
      namespace,
    });
    const controller = object && controllerOf(object);
    if (object && (!controller || controller.uid === uid)) {
      const name = object.metadata.annotations?.[RESOURCE_NAME_ANNOTATION];
      if (!name) {
        throw new Error(
          `encountered composed resource without required "${RESOURCE_NAME_ANNOTATION}" annotation`,
        );
      }
      observed.set(name, {
        object,
        connectionDetails: await connectionDetails(client, object),
      });
    }
  }
  return observed;
}

async function connectionDetails(
  client: KubeClient,
  object: KubeObject,
): Promise<Record<string, Buffer>> {
  const name = stringAt(object.spec, 'writeConnectionSecretToRef', 'name');
  if (!name) {
    return {};
  }
  const { namespace } = object.metadata;
  const secret = await client.find({
    apiVersion: 'v1',
    kind: 'Secret',
    name,
    namespace,
  });
  return Object.fromEntries(
    Object.entries(objectAt(secret, 'data')).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64'),
    ]),
  );
}

/** A desired resource with everything that Crossplane derives from the composite. */
export async function renderResource(
  client: KubeClient,
  composite: KubeObject,
  desired: { name: string; resource: JsonObject; ready: boolean },
  observed: KubeObject | undefined,
): Promise<DesiredResource> {
  const { name, ready } = desired;
  const object = desired.resource as unknown as KubeObject;
  if (!observed) {
    await requireNamespaced(client, name, object);
  }
  const owner = composite.metadata;
  const objectName =
    observed?.metadata.name ??
    object.metadata?.name ??
    `${owner.name}-${digest(`${owner.uid}${name}`, 12)}`;
  if (!NAME.test(objectName)) {
    throw new Error(
      `cannot apply composed resource "${name}" because it has an invalid name "${objectName}". Must be a valid RFC 1123 subdomain name.`,
    );
  }
  return {
    name,
    ready,
    object: {
      ...object,
      metadata: {
        ...object.metadata,
        name: objectName,
        namespace: owner.namespace,
        generateName: `${owner.name}-`,
        labels: {
          ...object.metadata?.labels,
          [COMPOSITE_LABEL]: owner.name ?? '',
        },
        annotations: {
          ...object.metadata?.annotations,
          [RESOURCE_NAME_ANNOTATION]: name,
        },
        ownerReferences: [controllerReference(composite)],
      },
    },
  };
}

async function requireNamespaced(
  client: KubeClient,
  name: string,
  object: KubeObject,
): Promise<void> {
  const named = `(a ${object.kind} named ${object.metadata?.name ?? ''})`;
  const resource = await client.resourceOf(object).catch(error => {
    throw new Error(
      `cannot check if composed resource "${name}" is namespaced ${named}: failed to get restmapping: ${messageOf(
        error,
      )}`,
    );
  });
  if (!resource.namespaced) {
    throw new Error(
      `cannot apply cluster scoped composed resource "${name}" ${named} for a namespaced composite resource.`,
    );
  }
}

/** Deletes what the composite controls and no longer wants. */
export async function collectGarbage(
  client: KubeClient,
  composite: KubeObject,
  observed: ObservedResources,
  desired: DesiredResource[],
): Promise<void> {
  const wanted = new Set(desired.map(resource => resource.name));
  for (const [name, { object }] of observed) {
    if (
      !wanted.has(name) &&
      controllerOf(object)?.uid === composite.metadata.uid
    ) {
      // Without the label it can be told from what goes because its composite went.
      await client
        .merge(refOf(object), {
          metadata: { labels: { [COMPOSITE_LABEL]: null } },
        })
        .catch(ignoreNotFound);
      await client.delete(refOf(object), {
        propagationPolicy: 'Foreground',
        uid: object.metadata.uid,
      });
    }
  }
}

/** Writes down what is about to be composed, so that nothing is forgotten whatever fails next. */
export async function writeReferences(
  client: KubeClient,
  composite: KubeObject,
  desired: DesiredResource[],
): Promise<KubeObject> {
  const resourceRefs = desired
    .map(({ object: { apiVersion, kind, metadata } }) => ({
      apiVersion,
      kind,
      name: metadata.name,
    }))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const { apiVersion, kind } = composite;
  const { name, namespace } = composite.metadata;
  return client.apply(
    {
      apiVersion,
      kind,
      metadata: { name, namespace },
      spec: { crossplane: { resourceRefs } },
    },
    COMPOSITE_FIELD_MANAGER,
  );
}

/** Applies all desired resources; an invalid one does not keep the others from being applied. */
export async function applyResources(
  client: KubeClient,
  composite: KubeObject,
  desired: DesiredResource[],
): Promise<AppliedResource[]> {
  const { kind, apiVersion, metadata } = composite;
  const manager = `${COMPOSED_FIELD_MANAGER}/${digest(
    `${metadata.name}${kind}.${groupOf(apiVersion)}`,
    64,
  )}`;
  const applied: AppliedResource[] = [];
  for (const { name, object, ready } of desired) {
    try {
      await client.apply(object, manager);
      applied.push({ name, ready });
    } catch (error) {
      const message = `cannot apply composed resource "${name}": ${messageOf(
        error,
      )}`;
      if (!isInvalid(error)) {
        throw new Error(message);
      }
      applied.push({ name, ready, invalid: message });
    }
  }
  return applied;
}

function sortKey(ref: {
  apiVersion: string;
  kind: string;
  name?: string;
}): string {
  return `${ref.apiVersion}${ref.kind}${ref.name}`;
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) {
    throw error;
  }
}
