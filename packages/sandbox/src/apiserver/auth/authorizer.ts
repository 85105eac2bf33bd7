import type { TokenOptions, User } from './authenticator';
import { userOf } from './authenticator';

/** Something a user wants to do. */
export interface AccessRequest {
  user: User;
  verb: string;
  group: string;
  /** The plural, with `/subresource` where there is one; empty for a path that is no resource. */
  resource: string;
  namespace: string;
  name: string;
  path: string;
}

/** What a rule applies to; an absent member applies to all. `*` stands for all, too. */
export interface AccessRule {
  verbs?: string[];
  groups?: string[];
  resources?: string[];
  namespaces?: string[];
  names?: string[];
  /** Paths that are no resources; a trailing `*` matches any rest. */
  nonResourceURLs?: string[];
}

/** Whether something is allowed, and by what where that is worth saying. */
export interface Decision {
  allowed: boolean;
  reason?: string;
}

/** Decides what is allowed. */
export interface Authorizer {
  decide(request: AccessRequest): Decision;
  /** All that a user may do in a namespace, as rules. */
  rulesFor(user: User, namespace: string): AccessRule[];
}

const REFUSED: Decision = { allowed: false };
const ALLOWED: Decision = { allowed: true };

function includes(values: string[] | undefined, wanted: string): boolean {
  return (
    values === undefined || values.includes('*') || values.includes(wanted)
  );
}

function includesResource(values: string[] | undefined, wanted: string) {
  if (includes(values, wanted)) return true;
  const [, subresource] = wanted.split('/');
  return (
    subresource !== undefined && (values ?? []).includes(`*/${subresource}`)
  );
}

/** Whether a rule covers a request. */
export function ruleCovers(rule: AccessRule, request: AccessRequest): boolean {
  if (!includes(rule.verbs, request.verb)) return false;
  if (!request.resource) {
    const isPlain = !rule.groups && !rule.resources && !rule.namespaces;
    return (rule.nonResourceURLs ?? (isPlain ? ['*'] : [])).some(pattern =>
      pattern.endsWith('*')
        ? request.path.startsWith(pattern.slice(0, -1))
        : pattern === request.path,
    );
  }
  if (rule.nonResourceURLs) return false;
  return (
    includes(rule.groups, request.group) &&
    includesResource(rule.resources, request.resource) &&
    includes(rule.namespaces, request.namespace) &&
    includes(rule.names, request.name)
  );
}

const HEALTH_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

const FOR_ANYBODY: AccessRule[] = [
  { verbs: ['get'], nonResourceURLs: HEALTH_PATHS },
];

const FOR_AUTHENTICATED: AccessRule[] = [
  ...FOR_ANYBODY,
  {
    verbs: ['get'],
    nonResourceURLs: [
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/openapi',
      '/openapi/*',
      ...HEALTH_PATHS,
    ],
  },
  {
    verbs: ['create'],
    groups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  {
    verbs: ['create'],
    groups: ['authentication.k8s.io'],
    resources: ['selfsubjectreviews'],
  },
];

/** What Kubernetes' bootstrap roles give to everybody: health, discovery, and questions about oneself. */
export const everybody: Authorizer = {
  decide: request => ({
    allowed: everybody
      .rulesFor(request.user, request.namespace)
      .some(rule => ruleCovers(rule, request)),
  }),
  rulesFor: user =>
    user.groups.includes('system:authenticated')
      ? FOR_AUTHENTICATED
      : FOR_ANYBODY,
};

/** Decides by the rules that came with the user's token, then by the other authorizers. */
export class TokenAuthorizer implements Authorizer {
  constructor(
    private readonly tokens: TokenOptions[],
    private readonly others: Authorizer[],
  ) {}

  decide(request: AccessRequest): Decision {
    const { user } = request;
    if (user.groups.includes('system:masters')) return ALLOWED;
    const own = this.tokenOf(user);
    if (own?.deny?.some(rule => ruleCovers(rule, request))) return REFUSED;
    if (this.ownRules(user).some(rule => ruleCovers(rule, request))) {
      return ALLOWED;
    }
    for (const authorizer of this.others) {
      const decision = authorizer.decide(request);
      if (decision.allowed) return decision;
    }
    return REFUSED;
  }

  rulesFor(user: User, namespace: string): AccessRule[] {
    return [
      ...this.ownRules(user),
      ...this.others.flatMap(authorizer =>
        authorizer.rulesFor(user, namespace),
      ),
    ];
  }

  private ownRules(user: User): AccessRule[] {
    const token = this.tokenOf(user);
    return token ? token.allow ?? [{}] : [];
  }

  private tokenOf(user: User): TokenOptions | undefined {
    return this.tokens.find(token => userOf(token).name === user.name);
  }
}

/** The sentence that a refusal carries. */
export function refusal(request: AccessRequest): string {
  const subject = `User ${JSON.stringify(request.user.name)} cannot ${
    request.verb
  }`;
  if (!request.resource) {
    return `${subject} path ${JSON.stringify(request.path)}`;
  }
  const scope = request.namespace
    ? `in the namespace ${JSON.stringify(request.namespace)}`
    : 'at the cluster scope';
  return `${subject} resource ${JSON.stringify(
    request.resource,
  )} in API group ${JSON.stringify(request.group)} ${scope}`;
}
