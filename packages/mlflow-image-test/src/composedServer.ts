import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compose,
  KubernetesObject,
  Observed,
  parseSettings,
  plan,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IContainer, IHTTPGetAction, ISecret } from 'kubernetes-models/v1';
import { parse } from 'yaml';
import { CROSSPLANE } from './paths';

/** Kubernetes' own, where a pod says nothing. */
const DEFAULT_GRACE_SECONDS = 30;

/** Of the database user; with everything in it that a URI would take for something else. */
export const PASSWORD = 'p@ss/w:rd?#[]%';

/** What the kubelet asks the server. */
export interface Probe {
  path: string;
  headers: Record<string, string>;
  timeoutSeconds: number;
}

/** How the composition has the server started, as the kubelet would read it from the pod. */
export interface ComposedServer {
  claim: KubernetesObject;
  command: string[];
  /** Name and value of each variable, those from the Secret included. */
  variables: Record<string, string>;
  port: number;
  userId: number;
  /** Where the container may write. */
  writable: string[];
  probes: { readiness: Probe; liveness: Probe };
  /** Seconds between SIGTERM and SIGKILL. */
  graceSeconds: number;
}

/**
 * The server of a claim in crossplane/examples when all that it waits for is ready.
 *
 * @param podNetworks - what the platform says of its pods' addresses, where it is not what the example composition says
 */
export function composedServer(
  example: string,
  { podNetworks }: { podNetworks?: string[] } = {},
): ComposedServer {
  const claim: KubernetesObject = readYaml(`examples/${example}`);
  const { input } = readYaml('apis/mlflowenvironments/composition.yaml').spec
    .pipeline[0];
  if (podNetworks) input.spec.server.podNetworks = podNetworks;
  const [deployment, secret] = composedObjects(claim, parseSettings(input));
  const pod = deployment.spec?.template.spec;
  const container = pod?.containers.find(({ name }) => name === 'mlflow');
  if (!pod || !container) throw new Error('No container is called mlflow');
  const { securityContext, terminationGracePeriodSeconds } = pod;
  return {
    claim,
    command: container.command ?? [],
    variables: variablesOf(container, secret),
    port: Number(container.ports?.[0].containerPort),
    userId: Number(securityContext?.runAsUser),
    writable: (container.volumeMounts ?? [])
      .filter(({ readOnly }) => !readOnly)
      .map(({ mountPath }) => mountPath),
    probes: {
      readiness: probeOf(container, 'readinessProbe'),
      liveness: probeOf(container, 'livenessProbe'),
    },
    graceSeconds: terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
  };
}

function composedObjects(
  claim: KubernetesObject,
  settings: PlatformSettings,
): [IDeployment, ISecret] {
  const desired = (observed: Observed, name: string) => {
    const { resources } = compose(claim, observed, settings);
    const found = resources.find(resource => resource.name === name);
    if (!found) throw new Error(`${name} is not composed`);
    return found.object;
  };
  const ready = readyResources(claim, settings);
  const secret = desired(ready, 'mlflow-config');
  const deployment = desired(
    { ...ready, 'mlflow-config': { object: secret, connectionDetails: {} } },
    'mlflow-server',
  );
  return [deployment as unknown as IDeployment, secret as unknown as ISecret];
}

/** What the providers report of an environment whose database and bucket are ready, before it has a server. */
function readyResources(
  claim: KubernetesObject,
  settings: PlatformSettings,
): Observed {
  const condition = (type: string) => ({
    type,
    status: 'True',
    reason: 'Available',
    lastTransitionTime: '2026-11-01T10:00:00Z',
  });
  return Object.fromEntries(
    plan(claim, settings)
      .filter(({ name }) => !name.startsWith('mlflow-'))
      .map(({ name, apiVersion, kind, objectName }) => [
        name,
        {
          object: {
            apiVersion,
            kind,
            metadata: {
              name: objectName,
              namespace: claim.metadata.namespace,
            },
            status: {
              conditions: [condition('Synced'), condition('Ready')],
              ...(name === 'atlas-cluster' && {
                atProvider: {
                  stateName: 'IDLE',
                  connectionStrings: {
                    standardSrv: 'mongodb+srv://mlflow.ab1cd.mongodb.net',
                  },
                },
              }),
            },
          },
          connectionDetails: (name === 'atlas-user'
            ? { password: PASSWORD }
            : {}) as Record<string, string>,
        },
      ]),
  );
}

function variablesOf(
  { env = [] }: IContainer,
  secret: ISecret,
): Record<string, string> {
  const fromSecret = (key: string) =>
    Buffer.from(secret.data?.[key] ?? '', 'base64').toString('utf8');
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [
      name,
      valueFrom?.secretKeyRef
        ? fromSecret(valueFrom.secretKeyRef.key)
        : value ?? '',
    ]),
  );
}

function probeOf(
  container: IContainer,
  name: 'readinessProbe' | 'livenessProbe',
): Probe {
  const probe = container[name];
  const { path, httpHeaders = [] }: IHTTPGetAction = probe?.httpGet ?? {
    port: 0,
  };
  if (!path) throw new Error(`The server has no ${name} over HTTP`);
  return {
    path,
    headers: Object.fromEntries(
      httpHeaders.map(header => [header.name, header.value]),
    ),
    timeoutSeconds: probe?.timeoutSeconds ?? 1,
  };
}

function readYaml(path: string) {
  return parse(readFileSync(join(CROSSPLANE, path), 'utf8'));
}
