import { Environment } from '../environment';
import { KubernetesObject } from '../kubernetes';
import { CompositionResourceName } from './names';
import { objectAnnotations, objectLabels } from './tags';

/** Which object a part is, known before the object can be made. */
export interface Identity {
  apiVersion: string;
  kind: string;
  name: string;
}

/** One composed resource of an environment: what it is, what it waits for and, once that is there, what it looks like. */
export interface Part {
  name: CompositionResourceName;
  identity: Identity;
  /** What must be there before this part can become ready, by gate or by reference. */
  waitsFor: CompositionResourceName[];
  /** Name of the external resource where it is known beforehand. */
  externalName?: string;
  /** Whether the external resource is left behind under deletionPolicy Orphan. */
  holdsData: boolean;
  /** The desired object; undefined while a gate is closed. */
  desired: KubernetesObject | undefined;
}

type Fields<Model> = Omit<Model, 'apiVersion' | 'kind' | 'metadata'>;

/** A Kubernetes object of the environment: in its namespace, with its labels. */
export function objectOf<Model = Record<string, unknown>>(
  environment: Environment,
  { apiVersion, kind, name }: Identity,
  fields: Fields<Model>,
  annotations: Record<string, string> = {},
): KubernetesObject {
  const allAnnotations = { ...objectAnnotations(environment), ...annotations };
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace: environment.namespace,
      labels: objectLabels(environment),
      ...(Object.keys(allAnnotations).length > 0 && {
        annotations: allAnnotations,
      }),
    },
    ...fields,
  };
}

/** A part that waits for nothing and holds no data: a plain Kubernetes object. */
export function plainPart<Model>(
  environment: Environment,
  name: CompositionResourceName,
  identity: Identity,
  fields: Fields<Model>,
): Part {
  return {
    name,
    identity,
    waitsFor: [],
    holdsData: false,
    desired: objectOf<Model>(environment, identity, fields),
  };
}
