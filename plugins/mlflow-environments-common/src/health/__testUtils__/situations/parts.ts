import {
  anEnvironment,
  at,
  condition,
  CREATING,
  READY,
  SYNCED,
  syncFails,
} from '../builders';

export const NAME_TAKEN = syncFails(
  'create failed: async create failed: failed to create the resource: [{0 creating S3 Bucket (mlflow-x): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: 8ZK, HostID: q1==, BucketAlreadyExists:   []}]',
);
export const UNAUTHORIZED = syncFails(
  'observe failed: cannot get project: https://cloud.mongodb.com/api/atlas/v2/groups/x GET: HTTP 401 Unauthorized (Error code: "") Detail: You are not authorized for this resource.',
  2,
);
export const UNRESOLVED = syncFails(
  'cannot resolve references: mg.Spec.ForProvider.ProjectID: referenced field was empty (referenced resource may not yet be ready)',
);
export const UNRESOLVABLE = syncFails(
  'cannot resolve references: mg.Spec.ForProvider.ProjectID: cannot get referenced resource: projects.mongodbatlas.m.crossplane.io "mlflow-y" not found',
);
export const FUNCTION_AWAY = syncFails(
  'cannot compose resources: cannot run Composition pipeline step "compose": cannot run Function "function-mlflow-environments": rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.7:9443: connect: connection refused"',
  9,
);
export const DEPLOYMENT_STUCK = condition(
  'Progressing',
  'False',
  'ProgressDeadlineExceeded',
  'ReplicaSet "mlflow-churn-1" has timed out progressing.',
  8,
);
export const UNAVAILABLE_PODS = condition(
  'Available',
  'False',
  'MinimumReplicasUnavailable',
  'Deployment does not have minimum availability.',
);
export const deletedAt = (minute: number) => ({
  deletionTimestamp: at(minute),
});
export const ready = (options = {}) =>
  anEnvironment({ conditions: [SYNCED, READY], ...options });
export const notReady = (options = {}) =>
  anEnvironment({ conditions: [SYNCED, CREATING], ...options });
export const refused = (message: string) =>
  anEnvironment({ conditions: [syncFails(message)] });
