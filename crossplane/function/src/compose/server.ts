import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IPodTemplateSpec, IService } from 'kubernetes-models/v1';
import { Environment } from '../environment';
import { KubernetesObject, Observed, stringAt } from '../kubernetes';
import { configChecksum, configPart } from './config';
import { accessListNames } from './database';
import { gateOn, throughGate } from './gates';
import { SERVICE_PORT } from './hosts';
import { CompositionResourceName } from './names';
import { whenReady } from './observation';
import { objectOf, Part, plainPart } from './part';
import { HTTP_PORT, podTemplate } from './pod';
import { selectorLabels } from './tags';

/** Pods read the Secret once, at their start: a new checksum makes new pods. */
const CHECKSUM_ANNOTATION = 'mlops.example.com/config-checksum';

/** The MLflow server: its configuration, its pods and how they are reached within the cluster. */
export function serverParts(
  environment: Environment,
  observed: Observed,
): Part[] {
  const config = configPart(environment, observed);
  return [
    config,
    deployment(environment, observed, config),
    service(environment),
  ];
}

function deployment(
  environment: Environment,
  observed: Observed,
  config: Part,
): Part {
  const identity = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: environment.names.object,
  };
  // A pod gets its credentials when it is created: all of these first.
  const waitsFor: CompositionResourceName[] = [
    'mlflow-config',
    ...accessListNames(environment),
    'server-role-policy',
    'server-identity',
  ];
  // Made before the gate is asked, so that a claim which can't be served is refused at once.
  const template = podTemplate(environment);
  const withChecksum = (checksum: string) =>
    objectOf<IDeployment>(environment, identity, {
      spec: {
        replicas: environment.parameters.server.replicas,
        revisionHistoryLimit: 3,
        selector: { matchLabels: selectorLabels(environment) },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
        },
        template: annotated(template, CHECKSUM_ANNOTATION, checksum),
      },
    });
  const checksum = configChecksum(observed, config.desired);
  const gate = gateOn({
    checksum,
    all: waitsFor.every(name => whenReady(observed, name)) || undefined,
  });
  return {
    name: 'mlflow-server',
    identity,
    waitsFor,
    holdsData: false,
    desired: throughGate(
      gate,
      inputs => withChecksum(inputs.checksum),
      () => {
        const existing = observed['mlflow-server']?.object;
        // Not the object as observed: a change of the claim reaches a server whose gate has an input missing.
        return (
          existing &&
          withChecksum(checksum ?? checksumOf(existing) ?? 'unknown')
        );
      },
    ),
  };
}

function checksumOf(existing: KubernetesObject): string | undefined {
  return stringAt(
    existing,
    'spec',
    'template',
    'metadata',
    'annotations',
    CHECKSUM_ANNOTATION,
  );
}

function annotated(
  template: IPodTemplateSpec,
  key: string,
  value: string,
): IPodTemplateSpec {
  const { metadata } = template;
  const annotations = { ...metadata?.annotations, [key]: value };
  return { ...template, metadata: { ...metadata, annotations } };
}

function service(environment: Environment): Part {
  return plainPart<IService>(
    environment,
    'mlflow-service',
    { apiVersion: 'v1', kind: 'Service', name: environment.names.object },
    {
      spec: {
        type: 'ClusterIP',
        selector: selectorLabels(environment),
        ports: [
          {
            name: HTTP_PORT,
            port: SERVICE_PORT,
            targetPort: HTTP_PORT,
            protocol: 'TCP',
          },
        ],
      },
    },
  );
}
