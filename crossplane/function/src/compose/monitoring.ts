import { Environment } from '../environment';
import { objectOf, Part } from './part';
import { HTTP_PORT } from './pod';
import { selectorLabels } from './tags';

interface PodMonitor {
  apiVersion?: string;
  kind?: string;
  metadata?: object;
  spec: {
    selector: { matchLabels: Record<string, string> };
    podMetricsEndpoints: { port: string; path: string }[];
  };
}

/** The PodMonitor, where the claim wants metrics and the cluster knows the kind. */
export function monitoringParts(environment: Environment): Part[] {
  const { parameters, settings, names } = environment;
  if (!parameters.observability.metrics || !settings.metrics.podMonitor) {
    return [];
  }
  const identity = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    name: names.object,
  };
  const monitor = objectOf<PodMonitor>(environment, identity, {
    spec: {
      selector: { matchLabels: selectorLabels(environment) },
      podMetricsEndpoints: [{ port: HTTP_PORT, path: '/metrics' }],
    },
  });
  // The labels by which a Prometheus picks its monitors.
  const labels = { ...monitor.metadata.labels, ...settings.metrics.labels };
  return [
    {
      name: 'mlflow-pod-monitor',
      identity,
      waitsFor: [],
      holdsData: false,
      desired: { ...monitor, metadata: { ...monitor.metadata, labels } },
    },
  ];
}
