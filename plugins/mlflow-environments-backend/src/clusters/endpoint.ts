import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import {
  ANNOTATION_KUBERNETES_AUTH_PROVIDER,
  SERVICEACCOUNT_CA_PATH,
} from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';

/** Where a cluster's API server is, and how it is known to be the right one. */
export interface ClusterEndpoint {
  /** Without a trailing slash; may have a path, as behind Rancher. */
  url: string;
  /** PEM. The system's authorities are used when there is none. */
  readCa(): Promise<string | undefined>;
  verifyTls: boolean;
}

/** What an endpoint depends on besides its cluster's details. */
export interface EndpointSurroundings {
  env: Record<string, string | undefined>;
  fileExists(path: string): boolean;
}

const thisProcess: EndpointSurroundings = {
  env: process.env,
  fileExists: existsSync,
};

/**
 * The endpoint of a cluster, by the kubernetes plugin's rules. One of them surprises: in a pod, a `serviceAccount`
 * cluster without a token is the cluster that the pod runs in, whatever its `url` says.
 */
export function clusterEndpoint(
  details: ClusterDetails,
  surroundings: EndpointSurroundings = thisProcess,
): ClusterEndpoint {
  const host = surroundings.env.KUBERNETES_SERVICE_HOST;
  if (
    host &&
    details.authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER] ===
      'serviceAccount' &&
    !details.authMetadata.serviceAccountToken &&
    surroundings.fileExists(SERVICEACCOUNT_CA_PATH)
  ) {
    const port = surroundings.env.KUBERNETES_SERVICE_PORT ?? '443';
    return {
      url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      readCa: () => readFile(SERVICEACCOUNT_CA_PATH, 'utf8'),
      verifyTls: true,
    };
  }
  return {
    url: details.url.replace(/\/+$/, ''),
    readCa: async () => {
      if (details.caFile) {
        return readFile(details.caFile, 'utf8');
      }
      return details.caData
        ? Buffer.from(details.caData, 'base64').toString('utf8')
        : undefined;
    },
    verifyTls: !details.skipTLSVerify,
  };
}
