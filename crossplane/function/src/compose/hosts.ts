import { Environment } from '../environment';

/** Port on which the server listens in its pod. */
export const SERVER_PORT = 5000;
/** Port of the Service. */
export const SERVICE_PORT = 80;

/** The Service's name as seen from its own namespace, from others, and in full. */
function serviceNames({ names, namespace, settings }: Environment): string[] {
  const { object } = names;
  return [
    object,
    `${object}.${namespace}`,
    `${object}.${namespace}.svc`,
    `${object}.${namespace}.svc.${settings.server.clusterDomain}`,
  ];
}

/**
 * The Host headers MLflow answers to. Setting them replaces MLflow's own list, and an entry without a wildcard is taken
 * with its port, so every name is there twice. Pod addresses are for metrics, localhost for port-forwards and probes.
 */
export function allowedHosts(environment: Environment): string[] {
  const { ingressHost } = environment.parameters.server;
  return [
    ...serviceNames(environment),
    ...(ingressHost ? [ingressHost] : []),
    'localhost',
  ]
    .flatMap(host => [host, `${host}:*`])
    .concat(environment.settings.server.podNetworks);
}

/** Where MLflow clients find the server: from outside where it has an ingress, else by the Service. */
export function trackingUri(environment: Environment): string {
  const { ingressHost } = environment.parameters.server;
  if (ingressHost) return `https://${ingressHost}:443`;
  const [fullName] = serviceNames(environment).slice(-1);
  return `http://${fullName}:${SERVICE_PORT}`;
}
