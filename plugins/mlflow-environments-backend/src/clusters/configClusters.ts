import type { Config } from '@backstage/config';
import {
  ANNOTATION_KUBERNETES_AUTH_PROVIDER,
  ANNOTATION_KUBERNETES_AWS_ASSUME_ROLE,
  ANNOTATION_KUBERNETES_AWS_EXTERNAL_ID,
  ANNOTATION_KUBERNETES_OIDC_TOKEN_PROVIDER,
} from '@backstage/plugin-kubernetes-common';
import type {
  AuthMetadata,
  ClusterDetails,
} from '@backstage/plugin-kubernetes-node';

/**
 * Reads the clusters of a locator method of type `config`. Keys and meanings are the kubernetes plugin's; what only
 * its pages use (dashboards, custom resources, metrics) is left out.
 */
export function readConfigClusters(locator: Config): ClusterDetails[] {
  return locator.getConfigArray('clusters').map(cluster => ({
    name: cluster.getString('name'),
    title: cluster.getOptionalString('title'),
    url: cluster.getString('url'),
    skipTLSVerify: cluster.getOptionalBoolean('skipTLSVerify') ?? false,
    caData: cluster.getOptionalString('caData'),
    caFile: cluster.getOptionalString('caFile'),
    authMetadata: readAuthMetadata(cluster),
  }));
}

function readAuthMetadata(cluster: Config): AuthMetadata {
  return {
    ...present({
      [ANNOTATION_KUBERNETES_AUTH_PROVIDER]:
        cluster.getOptionalString('authProvider'),
      serviceAccountToken: cluster.getOptionalString('serviceAccountToken'),
      [ANNOTATION_KUBERNETES_AWS_ASSUME_ROLE]:
        cluster.getOptionalString('assumeRole'),
      [ANNOTATION_KUBERNETES_AWS_EXTERNAL_ID]:
        cluster.getOptionalString('externalId'),
      [ANNOTATION_KUBERNETES_OIDC_TOKEN_PROVIDER]:
        cluster.getOptionalString('oidcTokenProvider'),
    }),
    ...cluster.getOptional<AuthMetadata>('authMetadata'),
  };
}

function present(metadata: Record<string, string | undefined>): AuthMetadata {
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) =>
      value ? [[key, value]] : [],
    ),
  );
}
