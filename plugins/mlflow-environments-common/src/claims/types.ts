import { Problem } from '../schema/openapi';

/**
 * What a claim may ask for, `spec.parameters`. The definition's schema says which values are legal and what is assumed when
 * one is left out.
 *
 * @public
 */
export interface ClaimParameters {
  /** Name of the environment, equal to the claim's own; unique in the fleet, immutable. */
  environmentID: string;
  /** AWS region like `us-east-1`, immutable. */
  region?: string;
  /** What happens to the data when the claim goes. */
  deletionPolicy?: 'Delete' | 'Orphan';
  stage?: 'dev' | 'staging' | 'prod';
  /** Entity ref or plain name, see {@link parseOwner}. */
  owner?: string;
  costCenter?: string;
  database?: {
    tier?: 'Flex' | 'M10' | 'M20' | 'M30' | 'M40';
    backup?: boolean;
    /** MongoDB's major version, like `8.0`. */
    version?: string;
    /** IPv4 networks like `203.0.113.0/24`. */
    allowedCidrs?: string[];
  };
  artifacts?: {
    versioning?: boolean;
    /** Days that noncurrent versions are kept. */
    retentionDays?: number;
  };
  server?: {
    /** MLflow's version, like `3.5.0`. */
    version?: string;
    replicas?: number;
    resources?: {
      requests?: ComputeResources;
      limits?: ComputeResources;
    };
    ingressHost?: string;
  };
  observability?: {
    metrics?: boolean;
    logs?: 'None' | 'Sidecar';
  };
  /** The retained Atlas project to take back, at creation only. */
  reclaim?: { projectId: string };
}

/**
 * CPU (`500m`) and memory (`2Gi`) in Kubernetes' notation.
 *
 * @public
 */
export interface ComputeResources {
  cpu?: string;
  memory?: string;
}

/**
 * The YAML in Git that asks for an environment.
 *
 * @public
 */
export interface EnvironmentClaim {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    /** Left out only in files that something like Kustomize completes. */
    namespace?: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
  };
  spec: { parameters: ClaimParameters };
}

/**
 * Something wrong with a claim: `path` is the field (`spec.parameters.database.tier`, empty for the claim as a whole),
 * `message` continues it to a sentence for a person.
 *
 * @public
 */
export type ClaimProblem = Problem;

/**
 * Something wrong with a file of claims. Lines and columns count from 1.
 *
 * @public
 */
export interface ClaimFileProblem {
  path: string;
  line: number;
  column: number;
  message: string;
}
