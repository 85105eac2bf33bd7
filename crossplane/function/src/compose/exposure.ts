import type {
  IIngress,
  INetworkPolicy,
} from 'kubernetes-models/networking.k8s.io/v1';
import { Environment } from '../environment';
import { InvalidInputError } from '../errors';
import { PlatformSettings } from '../settings';
import { objectOf, Part, plainPart } from './part';
import { HTTP_PORT } from './pod';
import { selectorLabels } from './tags';

const NETWORKING = 'networking.k8s.io/v1';

/** Who reaches the server from where. */
export function exposureParts(environment: Environment): Part[] {
  const { ingressHost } = environment.parameters.server;
  const { networkPolicy } = environment.settings;
  return [
    ...(ingressHost ? [ingress(environment, ingressHost)] : []),
    ...(networkPolicy
      ? [restrictTo(environment, networkPolicy.allowFromNamespaces)]
      : []),
  ];
}

function ingress(environment: Environment, host: string): Part {
  const { names, settings } = environment;
  const { className, annotations, authenticationAnnotations, tlsSecretName } =
    usableIngress(settings, host);
  const identity = {
    apiVersion: NETWORKING,
    kind: 'Ingress',
    name: names.object,
  };
  return {
    name: 'mlflow-ingress',
    identity,
    waitsFor: [],
    holdsData: false,
    desired: objectOf<IIngress>(
      environment,
      identity,
      {
        spec: {
          ingressClassName: className,
          tls: [
            {
              hosts: [host],
              secretName: tlsSecretName ?? `${names.object}-tls`,
            },
          ],
          rules: [
            {
              host,
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: {
                      service: {
                        name: names.object,
                        port: { name: HTTP_PORT },
                      },
                    },
                  },
                ],
              },
            },
          ],
        },
      },
      { ...annotations, ...authenticationAnnotations },
    ),
  };
}

/** The platform's ingress, if this host may be exposed by it: MLflow lets everybody in who reaches it. */
function usableIngress(
  { ingress: offered }: PlatformSettings,
  host: string,
): NonNullable<PlatformSettings['ingress']> {
  const asked = `spec.parameters.server.ingressHost ${host}`;
  if (!offered) {
    throw InvalidInputError.inClaim(
      `${asked} cannot be served, this platform has no ingress`,
      'leave it out or ask the platform team for one',
    );
  }
  if (!host.endsWith(`.${offered.hostSuffix}`)) {
    throw InvalidInputError.inClaim(
      `${asked} is not below ${offered.hostSuffix}`,
      `choose a host that ends with .${offered.hostSuffix}`,
    );
  }
  if (Object.keys(offered.authenticationAnnotations).length === 0) {
    throw InvalidInputError.inSettings(
      `${asked} cannot be served, spec.ingress.authenticationAnnotations is empty and MLflow would be open to everybody`,
    );
  }
  return offered;
}

function restrictTo(environment: Environment, namespaces: string[]): Part {
  const { names, namespace } = environment;
  return plainPart<INetworkPolicy>(
    environment,
    'mlflow-network-policy',
    { apiVersion: NETWORKING, kind: 'NetworkPolicy', name: names.object },
    {
      spec: {
        podSelector: { matchLabels: selectorLabels(environment) },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [...new Set([namespace, ...namespaces])].map(name => ({
              namespaceSelector: {
                matchLabels: { 'kubernetes.io/metadata.name': name },
              },
            })),
            ports: [{ port: HTTP_PORT, protocol: 'TCP' }],
          },
        ],
      },
    },
  );
}
