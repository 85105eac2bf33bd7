import {
  aManaged,
  aServer,
  at,
  condition,
  CREATING,
  refOf,
  SYNCED,
  syncFails,
} from '../builders';
import {
  NAME_TAKEN,
  UNAUTHORIZED,
  UNRESOLVABLE,
  FUNCTION_AWAY,
  DEPLOYMENT_STUCK,
  UNAVAILABLE_PODS,
  notReady,
  refused,
} from './parts';
import { Situation } from './types';

export const failed: Situation[] = [
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
    'a function whose connections are cut',
    {
      environment: refused(
        'cannot compose resources: cannot run Composition pipeline step "compose": cannot run Function "f": rpc error: code = DeadlineExceeded desc = connection error: read tcp 127.0.0.1:9443: connection reset by peer',
      ),
    },
    {
      status: 'Failed',
      cause: 'churn',
      hint: /^Platform team: the composition function cannot be reached/,
    },
  ],
  [
    'a reference that will never resolve',
    {
      environment: notReady(),
      resources: [
        aManaged('atlas-project'),
        aManaged('atlas-cluster', UNRESOLVABLE),
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
