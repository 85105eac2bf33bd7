import { stringify } from 'yaml';
import { JsonObject } from '../json';
import { KubeObject, ObjectRef } from '../kube';

export const CLAIM_API = 'mlops.example.com/v1alpha1';

/** What a test says of a claim; the rest is as small as it can be. */
export interface ClaimOptions {
  namespace?: string;
  annotations?: Record<string, string>;
  parameters?: JsonObject;
}

/** A claim for an environment. */
export function aClaim(name: string, options: ClaimOptions = {}): KubeObject {
  const { namespace = 'team-a', annotations, parameters } = options;
  return {
    apiVersion: CLAIM_API,
    kind: 'MLflowEnvironment',
    metadata: { name, namespace, ...(annotations && { annotations }) },
    spec: { parameters: { environmentID: name, ...parameters } },
  };
}

/** The same as the text of a file. */
export function aClaimFile(name: string, options?: ClaimOptions): string {
  return stringify(aClaim(name, options));
}

export function claimRef(name: string, namespace = 'team-a'): ObjectRef {
  return { apiVersion: CLAIM_API, kind: 'MLflowEnvironment', name, namespace };
}
