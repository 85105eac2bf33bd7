import { EnvironmentStatus, ResourceStatus } from '../schema/openapi';

/** Whose move it is. */
type Mover = 'You' | 'Platform team' | 'Owner of the cloud account' | 'Wait';

/**
 * What to do about a message, the specific before the general. Patterns are matched against reason and message as they were
 * written, before they are made readable.
 */
const HINTS: readonly [pattern: RegExp, mover: Mover, advice: string][] = [
  // the composition
  [
    /the owner of the claim must/,
    'You',
    'correct the claim as the message says. Nothing is deleted meanwhile.',
  ],
  [
    /the platform team must/,
    'Platform team',
    'correct the settings as the message says. Nothing is deleted meanwhile.',
  ],
  [
    /returned a fatal result/,
    'You',
    'the composition refuses the claim; correct it as the message says. Nothing is deleted meanwhile.',
  ],
  [
    /cannot run Function|cannot get Function|FunctionRevision|rpc error: code = (?:Unavailable|DeadlineExceeded)/,
    'Platform team',
    'the composition function cannot be reached. What runs keeps running; changes wait until it is back.',
  ],
  [
    /cannot (?:fetch|select|get) Composition|no compatible Compositions/i,
    'Platform team',
    'install the Composition that the environment asks for.',
  ],
  [
    /no matches for kind|failed to get restmapping|could not find the requested resource|The cluster has no kind/,
    'Platform team',
    'install the provider or definition that brings the missing kind, or switch off what needs it.',
  ],
  [
    // Crossplane waits in vain to read a kind that it may not list, and then doesn't name it.
    /is forbidden: User "system:serviceaccount:|failed waiting for .* Informer to sync/,
    'Platform team',
    'allow Crossplane to manage this kind, with a ClusterRole that is aggregated to it.',
  ],
  [
    /exceeded quota|forbidden: .*quota/,
    'Platform team',
    'the quota of the namespace is used up; raise it or remove what is no longer needed.',
  ],
  [
    /not controllable|existing object is not controlled|already controlled by|cannot establish control/,
    'Platform team',
    'an object of that name belongs to something else; remove it or rename one of the two.',
  ],
  [
    /denied the request|ValidatingAdmissionPolicy/,
    'Platform team',
    'a policy of the cluster refuses this object; change the policy or the composition.',
  ],
  [
    /failed rule|failed to create typed patch|cannot apply composed resource|is invalid: |Invalid value|Required value/,
    'Platform team',
    'the API server refuses what the composition makes; correct the composition or its settings.',
  ],
  [
    /Unsynced resources/,
    'Platform team',
    'the API server refuses a composed resource; its events say why.',
  ],
  [
    /WatchCircuitOpen/,
    'Platform team',
    'Crossplane slowed this environment down because its resources change too often; find out who else writes to them.',
  ],

  // credentials and rights
  [
    /ProviderConfig\S* .*not found|cannot get (?:referenced )?(?:Cluster)?ProviderConfig|cannot get provider config/i,
    'Platform team',
    'create the provider configuration that the composition names.',
  ],
  [
    /IP_ADDRESS_NOT_ON_ACCESS_LIST|not allowed to access this resource/,
    'Platform team',
    'add the address of the control plane to the access list of the Atlas API key.',
  ],
  [
    /HTTP 401|401 Unauthorized|USER_UNAUTHORIZED|You are not authorized for this resource/,
    'Platform team',
    'Atlas refuses the credentials; renew the API key or give it back its rights.',
  ],
  [
    /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId|cannot (?:get|extract|load)[^:]*credentials|failed to retrieve credentials/i,
    'Platform team',
    'renew the credentials of the provider.',
  ],
  [
    /AccessDenied|UnauthorizedOperation|not authorized to perform|HTTP 403|StatusCode: 403/,
    'Owner of the cloud account',
    'allow the identity of the provider the action that the message names.',
  ],
  [
    /NO_PAYMENT_INFORMATION|PAYMENT_|billing/i,
    'Owner of the cloud account',
    'settle the payment of the cloud account.',
  ],

  // what the clouds refuse
  [
    /BucketAlreadyExists|BucketAlreadyOwnedByYou|EntityAlreadyExists|DUPLICATE_|GROUP_ALREADY_EXISTS|ResourceInUse|already exists/i,
    'You',
    'the name is taken. Choose another environmentID, or ask the platform team whether what holds it can be taken back or removed.',
  ],
  [
    /OUT_OF_CAPACITY|InsufficientCapacity|NO_CAPACITY/,
    'Wait',
    'the cloud has no machine of this size left there and is asked again. If it lasts, ask for another tier.',
  ],
  [
    /QUOTA|_LIMIT\b|LIMIT_|LimitExceeded|TooManyBuckets|MAXIMUM_|reached (?:its|the) limit/,
    'Owner of the cloud account',
    'a quota is used up; raise it or remove what is no longer needed.',
  ],
  [
    /IllegalLocationConstraint|INVALID_REGION|OptInRequired|region\S* .*not (?:supported|available|enabled|opted)|not (?:supported|available) in (?:this |the )?region/i,
    'You',
    'this cannot be had in that region. A region cannot be changed: create an environment in another one.',
  ],
  [
    /BucketNotEmpty/,
    'You',
    'the bucket still holds artifacts; empty it, or ask the platform team to keep it.',
  ],
  [
    /termination.protection/i,
    'Platform team',
    'the cluster is protected from deletion; lift the protection if it really is to go.',
  ],
  [
    /ACTIVE_ATLAS_CLUSTERS|CANNOT_CLOSE_GROUP/,
    'Wait',
    'the project can go once its clusters are gone. If none is being deleted, ask the platform team.',
  ],
  [
    /access.?list|not whitelisted/i,
    'Platform team',
    'check the networks that may reach the database.',
  ],

  // pods
  [
    /ImagePullBackOff|ErrImagePull|pull access denied|manifest unknown|Back-off pulling image/,
    'Platform team',
    'the image of the server cannot be pulled; correct its name or the access to the registry.',
  ],
  [
    /Insufficient (?:cpu|memory)|FailedScheduling|nodes are available/,
    'Platform team',
    'no node has room for the server; add one, or ask for smaller resources in the claim.',
  ],
  [
    /ProgressDeadlineExceeded|exceeded its progress deadline|has timed out progressing/,
    'Platform team',
    'the server does not start; its pods, their events and logs say why.',
  ],
  [
    /CrashLoopBackOff|MinimumReplicasUnavailable/,
    'Platform team',
    'the server stopped serving; its pods, their events and logs say why.',
  ],

  // nobody's move
  [
    /cannot resolve references|referenced field was empty/,
    'Wait',
    'it goes on once the resource that it refers to is there.',
  ],
  [
    /throttl|rate exceeded|too many requests|429|object has been modified/i,
    'Wait',
    'this passes by itself, it is tried again.',
  ],
  [
    /ReconcilePaused/,
    'Platform team',
    'somebody paused this with the annotation crossplane.io/paused; remove it to go on.',
  ],
];

/** What to do where the message tells nothing. */
const BY_STATUS: Record<ResourceStatus | EnvironmentStatus, string> = {
  Ready: '',
  Healthy: '',
  Pending:
    'Wait: it comes up once the claim is merged and has reached its cluster.',
  Progressing: 'Wait: this takes its time. Nothing is failing.',
  Provisioning: 'Wait: this takes its time. Nothing is failing.',
  Failed:
    'Platform team: it is tried again, but the message has to be dealt with.',
  Degraded: 'Platform team: it worked before; the message says what changed.',
  Deleting: 'Wait: it is being deleted.',
  Paused:
    'Platform team: somebody paused this with the annotation crossplane.io/paused; remove it to go on.',
  Missing:
    'Wait: it is created again by itself. If it stays missing, ask the platform team.',
  Unknown:
    'Platform team: see on the status page whether the cluster can be read.',
};

/** What to do about something, and whose move it is: `Platform team: renew the API key.` */
export function hintFor(
  status: ResourceStatus | EnvironmentStatus,
  reason: string | undefined,
  message: string | undefined,
): string {
  const said = `${reason ?? ''}: ${message ?? ''}`;
  const known = HINTS.find(([pattern]) => pattern.test(said));
  // while nothing fails, nobody is asked to do anything
  const calm = status === 'Progressing' || status === 'Provisioning';
  return known && (!calm || known[1] === 'Wait')
    ? `${known[1]}: ${known[2]}`
    : BY_STATUS[status];
}
