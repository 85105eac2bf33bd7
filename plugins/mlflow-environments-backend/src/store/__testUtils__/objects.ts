import type { JsonObject } from '@backstage/types';
import type { KindFeed } from '../feed';
import type { ObjectReference } from '../references';
import type { ProjectedObject, ProjectedOwner } from '../types';

type Metadata = ProjectedObject['metadata'];

/** An object under construction. Each method returns a changed copy. */
export class ObjectBuilder {
  constructor(private readonly object: ProjectedObject) {}

  metadata(metadata: Partial<Metadata>): ObjectBuilder {
    return new ObjectBuilder({
      ...this.object,
      metadata: { ...this.object.metadata, ...metadata },
    });
  }

  spec(spec: JsonObject): ObjectBuilder {
    return new ObjectBuilder({ ...this.object, spec });
  }

  status(status: ProjectedObject['status']): ObjectBuilder {
    return new ObjectBuilder({ ...this.object, status });
  }

  label(name: string, value: string): ObjectBuilder {
    return this.metadata({
      labels: { ...this.object.metadata.labels, [name]: value },
    });
  }

  controlledBy(owner: ProjectedObject): ObjectBuilder {
    const reference: ProjectedOwner = {
      apiVersion: owner.apiVersion,
      kind: owner.kind,
      name: owner.metadata.name,
      uid: owner.metadata.uid,
      controller: true,
    };
    return this.metadata({ ownerReferences: [reference] });
  }

  build(): ProjectedObject {
    return this.object;
  }
}

export function anObject(
  apiVersion: string,
  kind: string,
  name: string,
  uid = `uid-${kind}-${name}`,
): ObjectBuilder {
  return new ObjectBuilder({
    apiVersion,
    kind,
    metadata: { name, namespace: 'team-a', uid, resourceVersion: '1' },
  });
}

/** An environment that refers to the given objects. */
export function anEnvironment(
  name: string,
  resourceRefs: ObjectReference[] = [],
  uid?: string,
): ObjectBuilder {
  return anObject(
    'mlops.example.com/v1alpha1',
    'MLflowEnvironment',
    name,
    uid,
  ).spec({
    parameters: { environmentID: name },
    crossplane: { resourceRefs: resourceRefs.map(ref => ({ ...ref })) },
  });
}

export const bucketRef = (name: string): ObjectReference => ({
  apiVersion: 's3.aws.m.upbound.io/v1beta1',
  kind: 'Bucket',
  name,
});

export function aBucket(name: string, uid?: string): ObjectBuilder {
  return anObject('s3.aws.m.upbound.io/v1beta1', 'Bucket', name, uid);
}

/** Makes these the only objects of a kind, as a list does. */
export function list(feed: KindFeed, objects: ProjectedObject[]): void {
  objects.forEach(object => feed.upserted(object));
  feed.listed(new Set(objects.map(({ metadata }) => metadata.uid)));
}
