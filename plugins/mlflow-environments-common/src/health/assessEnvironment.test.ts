import { EnvironmentStatus, ResourceStatus } from '../schema/openapi';
import { assessEnvironment } from './assessEnvironment';
import {
  aManaged,
  anEnvironment,
  aResource,
  aServer,
  at,
  condition,
  CREATING,
  PAUSED,
  PLAN,
  READY,
  refOf,
  SYNCED,
  syncFails,
} from './testing';
import { EnvironmentObservation } from './types';

const NAME_TAKEN = syncFails(
  'create failed: async create failed: failed to create the resource: [{0 creating S3 Bucket (mlflow-x): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: 8ZK, HostID: q1==, BucketAlreadyExists:   []}]',
);
const UNAUTHORIZED = syncFails(
  'observe failed: cannot get project: https://cloud.mongodb.com/api/atlas/v2/groups/x GET: HTTP 401 Unauthorized (Error code: "") Detail: You are not authorized for this resource.',
  2,
);
const UNRESOLVED = syncFails(
  'cannot resolve references: mg.Spec.ForProvider.ProjectID: referenced field was empty (referenced resource may not yet be ready)',
);
const FUNCTION_AWAY = syncFails(
  'cannot compose resources: cannot run Composition pipeline step "compose": cannot run Function "function-mlflow-environments": rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.7:9443: connect: connection refused"',
  9,
);
const DEPLOYMENT_STUCK = condition(
  'Progressing',
  'False',
  'ProgressDeadlineExceeded',
  'ReplicaSet "mlflow-churn-1" has timed out progressing.',
  8,
);
const UNAVAILABLE_PODS = condition(
  'Available',
  'False',
  'MinimumReplicasUnavailable',
  'Deployment does not have minimum availability.',
);
const deletedAt = (minute: number) => ({ deletionTimestamp: at(minute) });
const ready = (options = {}) =>
  anEnvironment({ conditions: [SYNCED, READY], ...options });
const notReady = (options = {}) =>
  anEnvironment({ conditions: [SYNCED, CREATING], ...options });
const refused = (message: string) =>
  anEnvironment({ conditions: [syncFails(message)] });

/** What is expected of a situation; `cause` names the last step of the path. */
interface Expectation {
  status: EnvironmentStatus;
  cause?: string;
  message?: RegExp;
  hint?: RegExp;
  since?: string;
  changing?: true;
  reconcileError?: string;
  resource?: ResourceStatus;
}

type Situation = [
  name: string,
  observation: Omit<EnvironmentObservation, 'resources'> & {
    resources?: EnvironmentObservation['resources'];
  },
  expected: Expectation,
];

const provisioning: Situation[] = [
  [
    'just applied, Crossplane has not looked at it',
    { environment: anEnvironment() },
    {
      status: 'Provisioning',
      cause: 'churn',
      message: /not taken it up/,
      hint: /^Wait:/,
      since: at(0),
    },
  ],
  [
    'nothing ready yet, nothing wrong',
    {
      environment: notReady(),
      resources: [aManaged('artifact-bucket', SYNCED, CREATING)],
    },
    {
      status: 'Provisioning',
      cause: 'artifact-bucket',
      message: /Bucket .* is being created/,
      hint: /^Wait:/,
      resource: 'Progressing',
    },
  ],
  [
    'a managed resource without any condition',
    {
      environment: notReady(),
      resources: [aResource('artifact-bucket', { spec: { forProvider: {} } })],
    },
    {
      status: 'Provisioning',
      cause: 'artifact-bucket',
      resource: 'Progressing',
    },
  ],
  [
    'a resource that waits for one that is being created',
    {
      environment: notReady(),
      resources: [
        aManaged('atlas-cluster', UNRESOLVED),
        aManaged('atlas-project', SYNCED, CREATING),
      ],
    },
    { status: 'Provisioning', cause: 'atlas-project' },
  ],
  [
    'a resource that waits for one that does not exist yet',
    {
      environment: notReady(),
      resources: [aManaged('atlas-cluster', UNRESOLVED)],
      missing: [refOf(aManaged('atlas-project'))],
    },
    { status: 'Provisioning' },
  ],
  [
    'a provider that is being throttled',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'server-role',
          syncFails('api error Throttling: Rate exceeded'),
          CREATING,
        ),
      ],
    },
    {
      status: 'Provisioning',
      cause: 'server-role',
      hint: /^Wait: this passes/,
      resource: 'Progressing',
    },
  ],
  [
    'a provider whose cloud answers 503',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'artifact-bucket',
          syncFails('https response error StatusCode: 503, ServiceUnavailable'),
          CREATING,
        ),
      ],
    },
    { status: 'Provisioning', resource: 'Progressing' },
  ],
  [
    'two writers that met',
    {
      environment: refused(
        'cannot apply composed resource "x": Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again',
      ),
    },
    { status: 'Provisioning', hint: /^Wait:/ },
  ],
  [
    'a slow operation in the background',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          CREATING,
          condition('AsyncOperation', 'False', 'Ongoing'),
        ),
      ],
    },
    { status: 'Provisioning', cause: 'atlas-cluster', resource: 'Progressing' },
  ],
  [
    'pods that are starting',
    {
      environment: notReady(),
      resources: [
        aServer(
          UNAVAILABLE_PODS,
          condition('Progressing', 'True', 'ReplicaSetUpdated'),
        ),
      ],
    },
    {
      status: 'Provisioning',
      cause: 'mlflow-server',
      hint: /^Wait:/,
      resource: 'Progressing',
    },
  ],
  [
    'references that were written before their objects',
    { environment: notReady(), missing: [refOf(aManaged('artifact-bucket'))] },
    { status: 'Provisioning', resource: 'Missing' },
  ],
  [
    'a condition of the function that only waits',
    {
      environment: notReady({
        conditions: [
          SYNCED,
          CREATING,
          condition(
            'DatabaseReady',
            'False',
            'Creating',
            'The database waits for atlas-cluster.',
          ),
        ],
      }),
    },
    { status: 'Provisioning' },
  ],
  [
    'a Secret that the environment still waits for',
    {
      environment: notReady({
        conditions: [
          SYNCED,
          condition(
            'Ready',
            'False',
            'Creating',
            'Unready resources: mlflow-config, mlflow-server, and 2 more',
          ),
        ],
      }),
      missing: [
        { apiVersion: 'v1', kind: 'Secret', name: 'churn-mlflow-config' },
      ],
    },
    { status: 'Provisioning', cause: 'mlflow-config', resource: 'Progressing' },
  ],
];

const healthy: Situation[] = [
  [
    'everything ready',
    {
      environment: ready(),
      resources: [
        aManaged('artifact-bucket'),
        aServer(),
        aResource('mlflow-service'),
      ],
    },
    { status: 'Healthy', since: at(5), resource: 'Ready' },
  ],
  [
    'Secrets, which are never read',
    {
      environment: ready(),
      missing: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'churn-mlflow-config',
          reason: 'Secret',
        },
      ],
    },
    { status: 'Healthy', resource: 'Ready' },
  ],
  [
    'a kind that the backend may not list',
    {
      environment: ready(),
      missing: [
        {
          ...refOf(aManaged('server-role')),
          reason: 'Unreadable',
          message: 'forbidden',
        },
      ],
    },
    { status: 'Healthy', resource: 'Ready' },
  ],
  [
    'a new spec that is not reconciled yet',
    {
      environment: ready({
        metadata: { generation: 2 },
        conditions: [
          { ...SYNCED, observedGeneration: 1 },
          { ...READY, observedGeneration: 1 },
        ],
      }),
    },
    { status: 'Healthy', changing: true },
  ],
  [
    'a new spec that Crossplane cannot reconcile',
    {
      environment: ready({
        metadata: { generation: 2 },
        conditions: [FUNCTION_AWAY, { ...READY, observedGeneration: 1 }],
      }),
    },
    { status: 'Healthy', reconcileError: 'ReconcileError' },
  ],
  [
    'the function away while everything is ready',
    {
      environment: ready({ conditions: [FUNCTION_AWAY, READY] }),
      resources: [aManaged('artifact-bucket')],
    },
    { status: 'Healthy', reconcileError: 'ReconcileError' },
  ],
  [
    'a managed resource whose last change was refused',
    {
      environment: ready(),
      resources: [
        aManaged(
          'artifact-bucket',
          syncFails('update failed: AccessDenied'),
          READY,
        ),
      ],
    },
    { status: 'Healthy', reconcileError: 'ReconcileError', resource: 'Ready' },
  ],
  [
    'a background operation that failed on a working resource',
    {
      environment: ready(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          READY,
          condition(
            'LastAsyncOperation',
            'False',
            'AsyncUpdateFailure',
            'async update failed: OUT_OF_CAPACITY',
          ),
        ),
      ],
    },
    {
      status: 'Healthy',
      reconcileError: 'AsyncUpdateFailure',
      resource: 'Ready',
    },
  ],
  [
    'a new server version that does not start while the old one serves',
    {
      environment: ready(),
      resources: [aServer(condition('Available', 'True'), DEPLOYMENT_STUCK)],
    },
    {
      status: 'Healthy',
      reconcileError: 'ProgressDeadlineExceeded',
      resource: 'Ready',
    },
  ],
  [
    'a watch circuit that is open',
    {
      environment: ready({
        conditions: [
          SYNCED,
          READY,
          condition(
            'Responsive',
            'False',
            'WatchCircuitOpen',
            'Too many watch events',
          ),
        ],
      }),
    },
    { status: 'Healthy', reconcileError: 'WatchCircuitOpen' },
  ],
  [
    'a tier that is growing',
    {
      environment: ready(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          READY,
          condition('AsyncOperation', 'False', 'Ongoing'),
        ),
      ],
    },
    { status: 'Healthy', changing: true, resource: 'Ready' },
  ],
  [
    'a rollout of the server',
    {
      environment: ready(),
      resources: [
        aResource('mlflow-server', {
          metadata: { generation: 4 },
          conditions: [condition('Available', 'True')],
          status: { observedGeneration: 3 },
        }),
      ],
    },
    { status: 'Healthy', changing: true, resource: 'Ready' },
  ],
  [
    'a resource that the spec no longer asks for',
    {
      environment: ready({ spec: { crossplane: { resourceRefs: [] } } }),
      resources: [aResource('mlflow-service', { metadata: deletedAt(8) })],
    },
    { status: 'Healthy', changing: true, resource: 'Deleting' },
  ],
];

const degraded: Situation[] = [
  [
    'credentials that stopped working',
    {
      environment: notReady(),
      firstReadyTime: at(4),
      resources: [
        aManaged(
          'atlas-project',
          UNAUTHORIZED,
          condition('Ready', 'False', 'Unavailable'),
        ),
        aManaged('artifact-bucket'),
      ],
    },
    {
      status: 'Degraded',
      cause: 'atlas-project',
      message:
        /^cannot get project: HTTP 401 Unauthorized: You are not authorized for this resource\.$/,
      hint: /^Platform team: Atlas refuses the credentials/,
      resource: 'Failed',
    },
  ],
  [
    'status that remembers it was ready',
    {
      environment: notReady({ status: { firstReadyTime: at(4) } }),
      resources: [aManaged('artifact-bucket', SYNCED, CREATING)],
    },
    { status: 'Degraded', cause: 'artifact-bucket' },
  ],
  [
    'a resource that failed before Crossplane noticed',
    {
      environment: ready(),
      resources: [
        aManaged(
          'atlas-project',
          UNAUTHORIZED,
          condition('Ready', 'False', 'Unavailable'),
        ),
      ],
    },
    { status: 'Degraded', cause: 'atlas-project', since: at(2) },
  ],
  [
    'pods that stopped',
    {
      environment: ready(),
      resources: [
        aServer(
          UNAVAILABLE_PODS,
          condition('Progressing', 'True', 'NewReplicaSetAvailable'),
        ),
      ],
    },
    {
      status: 'Degraded',
      cause: 'mlflow-server',
      hint: /stopped serving/,
      resource: 'Failed',
    },
  ],
  [
    'a resource that somebody deleted',
    {
      environment: ready({
        spec: {
          crossplane: { resourceRefs: [refOf(aResource('mlflow-service'))] },
        },
      }),
      resources: [aResource('mlflow-service', { metadata: deletedAt(8) })],
    },
    { status: 'Degraded', cause: 'mlflow-service', resource: 'Deleting' },
  ],
  [
    'a resource that is gone',
    { environment: ready(), missing: [refOf(aResource('mlflow-service'))] },
    {
      status: 'Degraded',
      cause: 'churn-mlflow-service',
      message: /does not exist/,
      resource: 'Missing',
    },
  ],
  [
    'a broken resource while the function is away',
    {
      environment: notReady({ conditions: [FUNCTION_AWAY, CREATING] }),
      firstReadyTime: at(4),
      resources: [aManaged('atlas-project', UNAUTHORIZED, CREATING)],
    },
    {
      status: 'Degraded',
      cause: 'atlas-project',
      reconcileError: 'ReconcileError',
    },
  ],
  [
    'no reason but the word of Crossplane',
    {
      environment: notReady({
        conditions: [
          SYNCED,
          condition(
            'Ready',
            'False',
            'Creating',
            'Unready resources: mlflow-server',
            6,
          ),
        ],
      }),
      firstReadyTime: at(4),
    },
    {
      status: 'Degraded',
      cause: 'churn',
      message: /Unready resources: mlflow-server/,
      since: at(6),
    },
  ],
];

const failed: Situation[] = [
  [
    'a bucket name that is taken',
    {
      environment: notReady(),
      resources: [aManaged('artifact-bucket', NAME_TAKEN, CREATING)],
    },
    {
      status: 'Failed',
      cause: 'artifact-bucket',
      message:
        /^creating S3 Bucket \(mlflow-x\): S3 CreateBucket answered HTTP 409: BucketAlreadyExists$/,
      hint: /^You: the name is taken/,
      since: at(3),
      resource: 'Failed',
    },
  ],
  [
    'a background creation that failed',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          CREATING,
          condition(
            'LastAsyncOperation',
            'False',
            'AsyncCreateFailure',
            'async create failed: HTTP 400 Bad Request (Error code: "TENANT_CLUSTER_LIMIT") Detail: limit',
          ),
        ),
      ],
    },
    {
      status: 'Failed',
      cause: 'atlas-cluster',
      message: /HTTP 400 Bad Request \(TENANT_CLUSTER_LIMIT\): limit/,
      hint: /^Owner of the cloud account: a quota/,
      resource: 'Failed',
    },
  ],
  [
    'a claim that the function refuses',
    {
      environment: refused(
        'cannot compose resources: pipeline step "compose" returned a fatal result: us-moon-1 has no Atlas: the owner of the claim must choose another region.',
      ),
    },
    {
      status: 'Failed',
      cause: 'churn',
      message: /^us-moon-1 has no Atlas/,
      hint: /^You: correct the claim/,
    },
  ],
  [
    'settings that the function refuses',
    {
      environment: refused(
        'cannot compose resources: pipeline step "compose" returned a fatal result: atlas.orgId is missing: the platform team must correct the PlatformSettings in the input of the Composition.',
      ),
    },
    { status: 'Failed', hint: /^Platform team: correct the settings/ },
  ],
  [
    'a kind that is not installed',
    {
      environment: refused(
        'cannot compose resources: cannot check if composed resource "mlflow-pod-monitor" is namespaced (a PodMonitor named ): failed to get restmapping: no matches for kind "PodMonitor" in version "monitoring.coreos.com/v1"',
      ),
    },
    {
      status: 'Failed',
      cause: 'churn',
      message:
        /^cannot create composed resource "mlflow-pod-monitor": no matches for kind "PodMonitor"/,
      hint: /^Platform team: install the provider/,
    },
  ],
  [
    'a Composition that does not exist',
    {
      environment: refused(
        'cannot fetch Composition: cannot get Composition: Composition.apiextensions.crossplane.io "x" not found',
      ),
    },
    { status: 'Failed', hint: /^Platform team: install the Composition/ },
  ],
  [
    'the function away from the start',
    { environment: refused(FUNCTION_AWAY.message ?? '') },
    {
      status: 'Failed',
      message:
        /function-mlflow-environments.*connection refused by 10\.0\.0\.7:9443/,
      hint: /^Platform team: the composition function cannot be reached/,
    },
  ],
  [
    'a composed resource that the API server refuses',
    {
      environment: refused(
        'cannot compose resources: cannot apply composed resource "artifact-bucket": failed to create typed patch object (team-a/churn-artifact-bucket; s3.aws.m.upbound.io/v1beta1, Kind=Bucket): .spec.forProvider.region: expected string, got &value.valueUnstructured{Value:42}',
      ),
      missing: [refOf(aManaged('artifact-bucket'))],
    },
    {
      status: 'Failed',
      cause: 'churn-artifact-bucket',
      message: /expected string, got 42$/,
      hint: /^Platform team: the API server refuses/,
      resource: 'Failed',
    },
  ],
  [
    'a composed resource that is out of sync',
    {
      environment: notReady({
        conditions: [syncFails('Unsynced resources: server-role'), CREATING],
      }),
      resources: [aManaged('server-role', SYNCED, CREATING)],
    },
    { status: 'Failed', cause: 'server-role', resource: 'Failed' },
  ],
  [
    'an object that belongs to somebody else',
    {
      environment: refused(
        'cannot compose resources: cannot apply composed resource "mlflow-service": existing object is not controllable by UID "x"',
      ),
    },
    {
      status: 'Failed',
      hint: /^Platform team: an object of that name belongs/,
    },
  ],
  [
    'an action that AWS denies',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'server-role',
          syncFails(
            'api error AccessDenied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: iam:CreateRole',
          ),
          CREATING,
        ),
      ],
    },
    { status: 'Failed', hint: /^Owner of the cloud account: allow/ },
  ],
  [
    'expired AWS credentials',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'server-role',
          syncFails(
            'api error ExpiredToken: The security token included in the request is expired',
          ),
        ),
      ],
    },
    { status: 'Failed', hint: /^Platform team: renew the credentials/ },
  ],
  [
    'a provider configuration that does not exist',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'server-role',
          syncFails(
            'connect failed: cannot get provider config: ClusterProviderConfig.aws.m.upbound.io "default" not found',
          ),
        ),
      ],
    },
    {
      status: 'Failed',
      hint: /^Platform team: create the provider configuration/,
    },
  ],
  [
    'a tier that the region does not have',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'atlas-cluster',
          syncFails(
            'HTTP 400 Bad Request (Error code: "INVALID_REGION") Detail: The region is not supported.',
          ),
        ),
      ],
    },
    { status: 'Failed', hint: /^You: this cannot be had in that region/ },
  ],
  [
    'a reference that will never resolve',
    {
      environment: notReady(),
      resources: [
        aManaged('atlas-project'),
        aManaged('atlas-cluster', UNRESOLVED),
      ],
    },
    { status: 'Failed', cause: 'atlas-cluster', resource: 'Failed' },
  ],
  [
    'a resource that exists and cannot be used',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          condition('Ready', 'False', 'Unavailable'),
        ),
      ],
    },
    { status: 'Failed', message: /is not available/, resource: 'Failed' },
  ],
  [
    'pods that do not start in time',
    {
      environment: notReady(),
      resources: [aServer(UNAVAILABLE_PODS, DEPLOYMENT_STUCK)],
    },
    {
      status: 'Failed',
      cause: 'mlflow-server',
      hint: /^Platform team: the server does not start/,
      resource: 'Failed',
    },
  ],
  [
    'a namespace without quota left',
    {
      environment: notReady(),
      resources: [
        aServer(
          condition(
            'ReplicaFailure',
            'True',
            'FailedCreate',
            'pods "x" is forbidden: exceeded quota: small',
          ),
        ),
      ],
    },
    { status: 'Failed', hint: /quota of the namespace/, resource: 'Failed' },
  ],
  [
    'an image that cannot be pulled',
    {
      environment: notReady(),
      resources: [
        aServer(
          condition(
            'Progressing',
            'False',
            'ProgressDeadlineExceeded',
            'Back-off pulling image "mlflow:x"',
          ),
        ),
      ],
    },
    { status: 'Failed', hint: /image of the server cannot be pulled/ },
  ],
  [
    'nodes without room',
    {
      environment: notReady(),
      resources: [
        aServer(
          condition(
            'Progressing',
            'False',
            'ProgressDeadlineExceeded',
            '0/3 nodes are available: 3 Insufficient cpu.',
          ),
        ),
      ],
    },
    { status: 'Failed', hint: /no node has room/ },
  ],
  [
    'a failure that only the function can see',
    {
      environment: notReady({
        conditions: [
          SYNCED,
          CREATING,
          condition(
            'ResourcesHealthy',
            'False',
            'ReconcileError',
            'Role churn (server-role) is failing: AccessDenied.',
          ),
        ],
      }),
      missing: [
        {
          ...refOf(aManaged('server-role')),
          reason: 'Unreadable',
          message: 'forbidden',
        },
      ],
    },
    {
      status: 'Failed',
      cause: 'churn',
      message: /server-role/,
      resource: 'Unknown',
    },
  ],
  [
    'two failures: the first in plan order explains it',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'artifact-bucket',
          { ...NAME_TAKEN, lastTransitionTime: at(1) },
          CREATING,
        ),
        aManaged('atlas-project', UNAUTHORIZED, CREATING),
      ],
    },
    { status: 'Failed', cause: 'atlas-project' },
  ],
  [
    'two failures outside the plan: the oldest explains it',
    {
      environment: notReady(),
      planOrder: [],
      resources: [
        aManaged('atlas-project', UNAUTHORIZED, CREATING),
        aManaged(
          'artifact-bucket',
          { ...NAME_TAKEN, lastTransitionTime: at(1) },
          CREATING,
        ),
      ],
    },
    { status: 'Failed', cause: 'artifact-bucket' },
  ],
  [
    'a failing resource and a function that refuses: the refusal comes first',
    {
      environment: refused(
        'pipeline step "compose" returned a fatal result: no',
      ),
      resources: [aManaged('artifact-bucket', NAME_TAKEN, CREATING)],
    },
    { status: 'Failed', cause: 'churn', message: /^no$/ },
  ],
];

const leaving: Situation[] = [
  [
    'deletion in the foreground',
    {
      environment: ready({ metadata: deletedAt(6) }),
      resources: [
        aResource('artifact-bucket', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
          conditions: [SYNCED, READY],
        }),
      ],
    },
    {
      status: 'Deleting',
      cause: 'artifact-bucket',
      since: at(6),
      hint: /^Wait:/,
      resource: 'Deleting',
    },
  ],
  [
    'resources that outlive the environment',
    {
      resources: [
        aResource('artifact-bucket', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
        }),
      ],
    },
    {
      status: 'Deleting',
      cause: 'artifact-bucket',
      since: at(6),
      resource: 'Deleting',
    },
  ],
  [
    'resources that nobody deletes yet',
    { resources: [aManaged('artifact-bucket')] },
    { status: 'Deleting', since: undefined },
  ],
  [
    'a bucket that is not empty',
    {
      environment: ready({ metadata: deletedAt(6) }),
      resources: [
        aResource('atlas-project', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
          conditions: [SYNCED],
        }),
        aResource('artifact-bucket', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
          conditions: [
            syncFails(
              'delete failed: api error BucketNotEmpty: The bucket you tried to delete is not empty',
            ),
          ],
        }),
      ],
    },
    {
      status: 'Deleting',
      cause: 'artifact-bucket',
      message: /^BucketNotEmpty/,
      hint: /^You: the bucket still holds artifacts/,
    },
  ],
  [
    'a failure before the deletion',
    {
      environment: notReady({ metadata: deletedAt(6) }),
      resources: [aManaged('artifact-bucket', NAME_TAKEN, CREATING)],
    },
    { status: 'Deleting', cause: 'artifact-bucket' },
  ],
  [
    'paused while being deleted',
    {
      environment: ready({
        metadata: deletedAt(6),
        annotations: { 'crossplane.io/paused': 'true' },
      }),
    },
    { status: 'Deleting', cause: 'churn' },
  ],
];

const pausedOrUnknown: Situation[] = [
  [
    'paused before it was ready',
    {
      environment: notReady({
        annotations: { 'crossplane.io/paused': 'true' },
        conditions: [PAUSED, CREATING],
      }),
    },
    {
      status: 'Paused',
      cause: 'churn',
      since: at(7),
      hint: /crossplane\.io\/paused/,
    },
  ],
  [
    'paused while ready: Ready is stale',
    {
      environment: ready({
        annotations: { 'crossplane.io/paused': 'true' },
        conditions: [PAUSED, READY],
      }),
      resources: [aManaged('artifact-bucket')],
    },
    { status: 'Paused', cause: 'churn', resource: 'Ready' },
  ],
  [
    'paused a moment ago, Crossplane has not noticed',
    { environment: ready({ annotations: { 'crossplane.io/paused': 'true' } }) },
    { status: 'Paused', cause: 'churn' },
  ],
  [
    'a part that is paused',
    {
      environment: ready(),
      resources: [aManaged('artifact-bucket', PAUSED, READY)],
    },
    {
      status: 'Paused',
      cause: 'artifact-bucket',
      since: at(7),
      resource: 'Paused',
    },
  ],
  [
    'an annotation that says false',
    {
      environment: ready({ annotations: { 'crossplane.io/paused': 'false' } }),
    },
    { status: 'Healthy' },
  ],
  ['nothing at all', {}, { status: 'Unknown' }],
  [
    'an object without a name',
    { environment: { kind: 'MLflowEnvironment', metadata: {} } },
    { status: 'Unknown' },
  ],
  [
    'a Ready condition that is undecided',
    {
      environment: anEnvironment({
        conditions: [SYNCED, condition('Ready', 'Unknown', 'Waiting')],
      }),
    },
    { status: 'Unknown', cause: 'churn' },
  ],
];

function assess(observation: Situation[1]) {
  return assessEnvironment({ resources: [], planOrder: PLAN, ...observation });
}

describe.each([
  ['Provisioning or alike', provisioning],
  ['Healthy', healthy],
  ['Degraded', degraded],
  ['Failed', failed],
  ['Deleting', leaving],
  ['Paused or Unknown', pausedOrUnknown],
])('an environment that is %s', (_, situations) => {
  it.each(situations)('%s', (__, observation, expected) => {
    const { status, since, changing, cause, hint, reconcileError, resources } =
      assess(observation);
    const last = cause?.path[cause.path.length - 1];
    const answers: Record<string, unknown> = {
      status,
      since,
      changing,
      cause: last?.compositionResourceName ?? last?.name,
      message: cause?.message,
      hint,
      reconcileError: reconcileError?.reason,
      resource: resources.find(
        resource => resource.status === expected.resource,
      )?.status,
    };
    for (const [name, value] of Object.entries(expected)) {
      const matcher = value instanceof RegExp ? 'toMatch' : 'toEqual';
      expect(answers[name])[matcher](value);
    }
    expect(Boolean(changing)).toBe(expected.changing ?? false);
    expect(reconcileError?.reason).toBe(expected.reconcileError);
    expect(cause === undefined).toBe(status === 'Healthy');
    expect(hint === undefined).toBe(status === 'Healthy');
  });
});

describe('what comes with a status', () => {
  it('is the path from the environment over a nested composite to the resource', () => {
    const nested = {
      apiVersion: 'storage.example.com/v1',
      kind: 'XStore',
      metadata: { name: 'store', uid: 'uid-store' },
      status: { conditions: [SYNCED, CREATING] },
    };
    const bucket = aResource('artifact-bucket', {
      conditions: [NAME_TAKEN],
      metadata: {
        ownerReferences: [
          {
            apiVersion: 'storage.example.com/v1',
            kind: 'XStore',
            name: 'store',
            uid: 'uid-store',
            controller: true,
          },
        ],
      },
    });
    const { cause } = assess({
      environment: notReady(),
      resources: [nested, bucket],
    });
    expect(cause?.path.map(({ kind }) => kind)).toEqual([
      'MLflowEnvironment',
      'XStore',
      'Bucket',
    ]);
  });

  it('is the path over the composite behind a legacy claim, which knows the reason', () => {
    const { status, cause } = assess({
      environment: anEnvironment({
        conditions: [
          SYNCED,
          condition(
            'Ready',
            'False',
            'Waiting',
            'Claim is waiting for composite resource to become Ready',
          ),
        ],
        spec: { resourceRef: { name: 'churn-x7f2k' } },
      }),
      composite: {
        apiVersion: 'mlops.example.com/v1alpha1',
        kind: 'XMLflowEnvironment',
        metadata: { name: 'churn-x7f2k', uid: 'uid-x' },
        status: {
          conditions: [
            syncFails(
              'cannot compose resources: pipeline step "a" returned a fatal result: no',
            ),
          ],
        },
      },
    });
    expect(status).toBe('Failed');
    expect(cause).toMatchObject({ message: 'no' });
    expect(cause?.path.map(({ name }) => name)).toEqual([
      'churn',
      'churn-x7f2k',
    ]);
  });

  it('is the path from an environment that is gone, as its resources remember it', () => {
    const { cause } = assess({
      resources: [aResource('artifact-bucket', { metadata: deletedAt(6) })],
    });
    expect(cause?.path).toEqual([
      {
        apiVersion: 'mlops.example.com/v1alpha1',
        kind: 'MLflowEnvironment',
        namespace: 'team-a',
        name: 'churn',
      },
      expect.objectContaining({ compositionResourceName: 'artifact-bucket' }),
    ]);
  });

  it('counts progress against the plan until everything is there', () => {
    const resources = [aManaged('artifact-bucket'), aServer(UNAVAILABLE_PODS)];
    expect(assess({ environment: notReady(), resources }).progress).toEqual({
      ready: 1,
      total: PLAN.length,
    });
    expect(
      assess({ environment: ready(), resources: [aManaged('artifact-bucket')] })
        .progress,
    ).toEqual({ ready: 1, total: 1 });
  });

  it('lists the resources in plan order with what each has to say', () => {
    const { resources } = assess({
      environment: notReady(),
      resources: [
        aServer(),
        aResource('artifact-bucket', {
          annotations: { 'crossplane.io/external-name': 'mlflow-x' },
          conditions: [NAME_TAKEN],
        }),
        aManaged('atlas-project'),
      ],
    });
    expect(
      resources.map(({ compositionResourceName }) => compositionResourceName),
    ).toEqual(['atlas-project', 'artifact-bucket', 'mlflow-server']);
    expect(resources[1]).toMatchObject({
      kind: 'Bucket',
      externalName: 'mlflow-x',
      status: 'Failed',
      since: at(3),
      reason: 'ReconcileError',
      message: expect.stringContaining('BucketAlreadyExists'),
      hint: expect.stringMatching(/^You:/),
    });
    expect(resources[0]).not.toHaveProperty('hint');
  });

  it('counts a resource once that is both seen and said to be missing', () => {
    const bucket = aManaged('artifact-bucket');
    expect(
      assess({
        environment: ready(),
        resources: [bucket],
        missing: [refOf(bucket)],
      }),
    ).toMatchObject({ status: 'Healthy', progress: { ready: 1, total: 1 } });
  });
});
