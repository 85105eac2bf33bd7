import { Environment } from '../environment';
import {
  conditionOf,
  KubernetesObject,
  Observed,
  stringAt,
} from '../kubernetes';
import { artifactRoot } from './artifacts';
import { projectIdOf, Remembered } from './database';
import { trackingUri } from './hosts';
import { atProvider, isReady } from './observation';

/**
 * Status of an environment, without conditions.
 *
 * @public
 */
export interface EnvironmentStatus {
  /** With scheme and port; once the server has answered for the first time. */
  trackingUri?: string;
  artifactRoot?: string;
  bucketArn?: string;
  database?: {
    projectId?: string;
    clusterState?: string;
    version?: string;
  };
  /** RFC 3339. */
  firstReadyTime?: string;
}

/** What the status of the composite resource says from earlier passes. */
export function remembered(xr: KubernetesObject): Remembered {
  return { projectId: stringAt(xr, 'status', 'database', 'projectId') };
}

/**
 * The status as it follows from what is observed. What was known once is repeated when it can't be observed: Crossplane
 * drops a status field that is no longer desired.
 */
export function statusOf(
  environment: Environment,
  xr: KubernetesObject,
  observed: Observed,
): EnvironmentStatus {
  const before = (...path: string[]) => stringAt(xr, 'status', ...path);
  const server = observed['mlflow-server']?.object;
  const answers = server !== undefined && isReady(server);
  const arn =
    atProvider(observed, 'artifact-bucket', 'arn') ?? before('bucketArn');
  return {
    trackingUri:
      answers || before('trackingUri') ? trackingUri(environment) : undefined,
    artifactRoot: arn ? artifactRoot(environment) : undefined,
    bucketArn: arn,
    database: {
      projectId: projectIdOf(environment, observed, remembered(xr)),
      clusterState: atProvider(observed, 'atlas-cluster', 'stateName'),
      version:
        atProvider(observed, 'atlas-cluster', 'mongoDbVersion') ??
        before('database', 'version'),
    },
    firstReadyTime: before('firstReadyTime') ?? readyTime(xr),
  };
}

/**
 * When Crossplane found the environment ready, by its own condition, because the function has no clock. Not as soon as all
 * parts are ready: Crossplane writes this status before that condition, and in between an environment that is about to be
 * ready would look like one that was.
 */
function readyTime(xr: KubernetesObject): string | undefined {
  const ready = conditionOf(xr, 'Ready');
  const time = ready?.lastTransitionTime ?? '';
  return ready?.status === 'True' && !Number.isNaN(Date.parse(time))
    ? time
    : undefined;
}
