/** Configuration of the measured backend: a cluster, and what a large catalog needs. */
export function backendConfig(options: {
  clusterUrl: string;
  clusterToken: string;
  decisionCacheSeconds: number;
}): object {
  return {
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [clusterConfig(options.clusterUrl, options.clusterToken)],
        },
      ],
    },
    catalog: {
      // Each entity of the catalog is processed again this often; the default of two minutes is not for ten thousand.
      processingInterval: { hours: 1 },
    },
    mlflowEnvironments: {
      permissions: { decisionCacheSeconds: options.decisionCacheSeconds },
    },
  };
}

export const CLUSTER = 'bench';

export function clusterConfig(url: string, token: string): object {
  return {
    name: CLUSTER,
    url,
    authProvider: 'serviceAccount',
    serviceAccountToken: token,
    skipTLSVerify: true,
    skipMetricsLookup: true,
  };
}
