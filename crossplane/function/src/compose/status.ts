import { Environment } from '../environment';
import { KubernetesObject, Observed, stringAt } from '../kubernetes';
import { artifactRoot } from './artifacts';
import { projectIdOf, Remembered } from './database';
import { trackingUri } from './hosts';
import { atProvider, isReady, readySince } from './observation';
import { Part } from './part';

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
  parts: Part[],
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
    firstReadyTime: before('firstReadyTime') ?? readyTime(observed, parts),
  };
}

/** When the last part became ready, if all are; from their own conditions, because the function has no clock. */
function readyTime(observed: Observed, parts: Part[]): string | undefined {
  const objects = parts.map(({ name }) => observed[name]?.object);
  const ready = objects.filter(
    object => object !== undefined && isReady(object),
  );
  if (ready.length < parts.length) return undefined;
  return ready
    .flatMap(object => readySince(object) ?? [])
    .filter(time => !Number.isNaN(Date.parse(time)))
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}
