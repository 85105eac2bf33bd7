import { createHash } from 'node:crypto';

/**
 * The names of the composed resources within the composition, in the order of the plan. An Atlas access list has one
 * resource per network, see {@link accessListResourceName}; they follow `atlas-user`.
 *
 * @public
 */
export const COMPOSITION_RESOURCE_NAMES = [
  'atlas-project',
  'atlas-cluster',
  'atlas-user',
  'artifact-bucket',
  'artifact-bucket-public-access',
  'artifact-bucket-encryption',
  'artifact-bucket-versioning',
  'artifact-bucket-lifecycle',
  'server-role',
  'server-role-policy',
  'server-identity',
  'server-service-account',
  'mlflow-config',
  'mlflow-server',
  'mlflow-service',
  'mlflow-ingress',
  'mlflow-network-policy',
  'mlflow-pod-monitor',
  'mlflow-disruption-budget',
] as const;

/** @public */
export type AccessListResourceName = `atlas-access-list-${string}`;

/**
 * Name of a composed resource within the composition.
 *
 * @public
 */
export type CompositionResourceName =
  | (typeof COMPOSITION_RESOURCE_NAMES)[number]
  | AccessListResourceName;

/**
 * Name within the composition of the access list entry for a network.
 *
 * @param cidr - the network, as canonical IPv4 CIDR
 * @public
 */
export function accessListResourceName(cidr: string): AccessListResourceName {
  return `atlas-access-list-${shortHash(cidr)}`;
}

/** First 8 hexadecimal digits of a SHA-256 over all values, which are kept apart from each other. */
export function shortHash(...values: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(values))
    .digest('hex')
    .slice(0, 8);
}

/**
 * Everything an environment is called, in the cluster and outside. Derived from Git and the platform's settings alone,
 * never from a uid: after a lost cluster the same claim meets the same data.
 *
 * @public
 */
export interface Names {
  /** Name of every Kubernetes object but the Secrets and access list entries. */
  object: string;
  /** Secret with MONGO_URI and ARTIFACT_ROOT. */
  configSecret: string;
  /** Secret into which the Atlas provider writes the generated password. */
  userSecret: string;
  /** Atlas project, IAM role and S3 bucket. */
  external: string;
  /** Atlas cluster; it has its project to itself, so a reclaimed project always meets its own cluster. */
  cluster: string;
  /** Inline policy of the role. */
  rolePolicy: string;
  databaseUser: string;
  database: string;
  /** Kubernetes object of the access list entry for a network. */
  accessList(cidr: string): string;
}

export function namesOf(identity: {
  prefix: string;
  scope: string;
  namespace: string;
  environmentID: string;
}): Names {
  const { prefix, scope, namespace, environmentID } = identity;
  const object = `mlflow-${environmentID}`;
  const hash = shortHash(prefix, scope, namespace, environmentID);
  return {
    object,
    configSecret: `${environmentID}-mlflow-config`,
    userSecret: `${object}-atlas-user`,
    external: `${prefix}-${environmentID}-${hash}`,
    cluster: 'mlflow',
    rolePolicy: 'artifacts',
    databaseUser: object,
    database: 'mlflow',
    accessList: cidr => `${object}-${shortHash(cidr)}`,
  };
}
