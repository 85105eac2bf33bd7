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

/** Decides what is allowed. */
export interface Authorizer {
  isAllowed(request: AccessRequest): boolean;
}

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

const PUBLIC_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const DISCOVERY_PATHS = ['/api', '/api/*', '/apis', '/apis/*', '/openapi/*'];

/** What Kubernetes' bootstrap roles give to everybody: health, discovery, and questions about oneself. */
export const everybody: Authorizer = {
  isAllowed(request) {
    if (!request.resource && PUBLIC_PATHS.includes(request.path)) return true;
    if (!request.user.groups.includes('system:authenticated')) return false;
    const allowed: AccessRule[] = [
      { verbs: ['get'], nonResourceURLs: DISCOVERY_PATHS },
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
    return allowed.some(rule => ruleCovers(rule, request));
  },
};

/** Decides by the rules that came with the user's token, then by the other authorizers. */
export class TokenAuthorizer implements Authorizer {
  constructor(
    private readonly tokens: TokenOptions[],
    private readonly others: Authorizer[],
  ) {}

  isAllowed(request: AccessRequest): boolean {
    const own = this.rulesOf(request.user);
    if (own?.deny?.some(rule => ruleCovers(rule, request))) return false;
    if (own && (own.allow ?? [{}]).some(rule => ruleCovers(rule, request))) {
      return true;
    }
    if (request.user.groups.includes('system:masters')) return true;
    return this.others.some(authorizer => authorizer.isAllowed(request));
  }

  /** The rules of a user's token, or undefined for users without one. */
  rulesOf(user: User): TokenOptions | undefined {
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
