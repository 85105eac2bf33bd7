import type {
  IContainer,
  IEnvVar,
  IPodTemplateSpec,
  IProbe,
  IVolume,
} from 'kubernetes-models/v1';
import { Environment } from '../environment';
import { InvalidInputError } from '../errors';
import { ARTIFACT_ROOT, MONGO_URI } from './config';
import { allowedHosts, SERVER_PORT } from './hosts';
import { LOG_VOLUME, logSidecar, loggingCommand } from './logs';
import { serverResources } from './resources';
import { RESTRICTED } from './security';
import { objectAnnotations, objectLabels, selectorLabels } from './tags';

/** Name of the container port, by which Service, probes and monitors find it. */
export const HTTP_PORT = 'http';

const SERVER_COMMAND = ['mlflow', 'server'];
/** An arbitrary user: the image needs no particular one. */
const USER_ID = 10001;
const METRICS_DIRECTORY = '/tmp/metrics';
/**
 * A server that stops still takes connections, which it doesn't answer: it is told when the Service has had time to send
 * nobody there any more.
 */
const LEAVING_SECONDS = '5';

/** The server's pod, satisfying the "restricted" Pod Security Standard. */
export function podTemplate(environment: Environment): IPodTemplateSpec {
  const { names, settings, parameters } = environment;
  const { pullSecrets } = settings.server.image;
  const sidecar = logSidecar(environment);
  return {
    metadata: {
      labels: objectLabels(environment),
      annotations: objectAnnotations(environment),
    },
    spec: {
      serviceAccountName: names.object,
      automountServiceAccountToken: false,
      // Otherwise a Service called mlflow-... puts MLFLOW_..._PORT variables into the environment, which MLflow reads.
      enableServiceLinks: false,
      ...(pullSecrets.length > 0 && {
        imagePullSecrets: pullSecrets.map(name => ({ name })),
      }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER_ID,
        runAsGroup: USER_ID,
        fsGroup: USER_ID,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(parameters.server.replicas > 1 && {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: selectorLabels(environment) },
          },
        ],
      }),
      ...(sidecar && { initContainers: [sidecar] }),
      containers: [serverContainer(environment)],
      volumes: volumes(environment),
    },
  };
}

function serverContainer(environment: Environment): IContainer {
  const { settings, parameters } = environment;
  const shipsLogs = parameters.observability.logs === 'Sidecar';
  return {
    name: 'mlflow',
    image: `${settings.server.image.repository}:${serverVersion(environment)}`,
    imagePullPolicy: settings.server.image.pullPolicy,
    command: shipsLogs ? loggingCommand(SERVER_COMMAND) : SERVER_COMMAND,
    ports: [{ name: HTTP_PORT, containerPort: SERVER_PORT, protocol: 'TCP' }],
    env: serverVariables(environment),
    resources: serverResources(environment),
    ...probes(),
    lifecycle: { preStop: { exec: { command: ['sleep', LEAVING_SECONDS] } } },
    securityContext: RESTRICTED,
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(shipsLogs ? [LOG_VOLUME.mount] : []),
    ],
  };
}

function volumes({ parameters }: Environment): IVolume[] {
  return [
    // Uploads that go through the server pass through here on their way to S3.
    { name: 'tmp', emptyDir: { sizeLimit: '10Gi' } },
    ...(parameters.observability.logs === 'Sidecar' ? [LOG_VOLUME.volume] : []),
  ];
}

/** The MLflow version to run, one of those the platform offers. */
function serverVersion({ parameters, settings }: Environment): string {
  const { versions, defaultVersion } = settings.server.image;
  const version = parameters.server.version ?? defaultVersion;
  if (!versions.includes(version)) {
    throw InvalidInputError.inClaim(
      `spec.parameters.server.version ${version} is not offered here`,
      `choose one of ${versions.join(', ')}`,
    );
  }
  return version;
}

/** MLflow is configured by its environment alone, so nothing secret shows up among its arguments. */
function serverVariables(environment: Environment): IEnvVar[] {
  const { names, parameters, settings } = environment;
  const { ingressHost } = parameters.server;
  const fromConfig = (name: string, key: string): IEnvVar => ({
    name,
    valueFrom: { secretKeyRef: { name: names.configSecret, key } },
  });
  return [
    fromConfig('MLFLOW_BACKEND_STORE_URI', MONGO_URI),
    fromConfig('MLFLOW_REGISTRY_STORE_URI', MONGO_URI),
    fromConfig('MLFLOW_ARTIFACTS_DESTINATION', ARTIFACT_ROOT),
    { name: 'MLFLOW_HOST', value: '0.0.0.0' },
    { name: 'MLFLOW_PORT', value: String(SERVER_PORT) },
    { name: 'MLFLOW_WORKERS', value: String(settings.server.workers) },
    {
      name: 'MLFLOW_SERVER_ALLOWED_HOSTS',
      value: allowedHosts(environment).join(','),
    },
    ...(ingressHost
      ? [
          {
            name: 'MLFLOW_SERVER_CORS_ALLOWED_ORIGINS',
            value: `https://${ingressHost}`,
          },
        ]
      : []),
    ...(parameters.observability.metrics
      ? [{ name: 'MLFLOW_EXPOSE_PROMETHEUS', value: METRICS_DIRECTORY }]
      : []),
    // MongoDB can't run MLflow's jobs, and the attempt would write the store's URI, password included, to the log.
    { name: 'MLFLOW_SERVER_ENABLE_JOB_EXECUTION', value: 'false' },
    { name: 'MLFLOW_DISABLE_TELEMETRY', value: 'true' },
    { name: 'AWS_DEFAULT_REGION', value: parameters.region },
    { name: 'HOME', value: '/tmp' },
  ];
}

/**
 * `/health` answers even without a database, which suits liveness: a restart would not bring the database back. Only a
 * query shows whether the server is of use: one that finds what it finds, since even the default experiment may be renamed.
 * It needs a Host header that MLflow accepts.
 */
function probes(): Record<
  'startupProbe' | 'readinessProbe' | 'livenessProbe',
  IProbe
> {
  const health = { path: '/health', port: HTTP_PORT };
  return {
    startupProbe: { httpGet: health, periodSeconds: 3, failureThreshold: 60 },
    livenessProbe: {
      httpGet: health,
      periodSeconds: 15,
      timeoutSeconds: 5,
      failureThreshold: 4,
    },
    readinessProbe: {
      httpGet: {
        path: '/api/2.0/mlflow/experiments/search?max_results=1',
        port: HTTP_PORT,
        httpHeaders: [{ name: 'Host', value: `localhost:${SERVER_PORT}` }],
      },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
  };
}
