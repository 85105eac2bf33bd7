import { objectAt, type JsonObject, type JsonValue } from '../model/objects';
import type { Authenticator, User } from './authenticator';
import type {
  AccessRequest,
  AccessRule,
  Authorizer,
  Decision,
} from './authorizer';

/** What answering a review takes. */
export interface ReviewContext {
  user: User;
  authenticator: Authenticator;
  authorizer: Authorizer;
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function accessRequest(spec: JsonObject, user: User): AccessRequest {
  const resource = objectAt(spec.resourceAttributes);
  const path = objectAt(spec.nonResourceAttributes);
  const subresource = text(resource.subresource);
  return {
    user,
    verb: text(resource.verb) || text(path.verb),
    group: text(resource.group),
    resource: subresource
      ? `${text(resource.resource)}/${subresource}`
      : text(resource.resource),
    namespace: text(resource.namespace),
    name: text(resource.name),
    path: text(path.path),
  };
}

function accessStatus({ allowed, reason }: Decision): JsonObject {
  return { allowed, reason };
}

/** The `status` of a review, by its kind. */
export function answerReview(
  kind: string,
  body: JsonObject,
  context: ReviewContext,
): JsonObject {
  const spec = objectAt(body.spec);
  const { authorizer, user } = context;
  switch (kind) {
    case 'SelfSubjectAccessReview':
      return accessStatus(authorizer.decide(accessRequest(spec, user)));
    case 'SubjectAccessReview': {
      const groups = Array.isArray(spec.groups) ? spec.groups.map(text) : [];
      const subject = { name: text(spec.user), groups };
      return accessStatus(authorizer.decide(accessRequest(spec, subject)));
    }
    case 'SelfSubjectRulesReview':
      return rulesStatus(authorizer.rulesFor(user, text(spec.namespace)));
    case 'SelfSubjectReview':
      return {
        userInfo: { username: user.name, uid: user.uid, groups: user.groups },
      };
    default: {
      const found = context.authenticator.review(text(spec.token));
      return found
        ? {
            authenticated: true,
            user: { username: found.name, groups: found.groups },
          }
        : { authenticated: false, error: 'invalid bearer token' };
    }
  }
}

function rulesStatus(rules: AccessRule[]): JsonObject {
  const all = ['*'];
  return {
    resourceRules: rules
      .filter(rule => !rule.nonResourceURLs)
      .map(rule => ({
        verbs: rule.verbs ?? all,
        apiGroups: rule.groups ?? all,
        resources: rule.resources ?? all,
        ...(rule.names ? { resourceNames: rule.names } : {}),
      })),
    nonResourceRules: rules
      .filter(rule => rule.nonResourceURLs)
      .map(rule => ({
        verbs: rule.verbs ?? all,
        nonResourceURLs: rule.nonResourceURLs,
      })),
    incomplete: false,
  };
}
