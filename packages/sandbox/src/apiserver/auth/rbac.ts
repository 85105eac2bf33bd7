import {
  isJsonObject,
  objectAt,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from '../model/objects';
import type { Storage } from '../storage/storage';
import type { User } from './authenticator';
import {
  ruleCovers,
  type AccessRequest,
  type AccessRule,
  type Authorizer,
  type Decision,
} from './authorizer';

const GROUP = 'rbac.authorization.k8s.io';

/** Decides by the roles and bindings that are stored. https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export class RbacAuthorizer implements Authorizer {
  constructor(private readonly storage: Storage) {}

  decide(request: AccessRequest): Decision {
    const found = this.bindingsOf(request.user, request.namespace).find(
      binding =>
        this.rulesOfRole(binding).some(rule => ruleCovers(rule, request)),
    );
    return found
      ? { allowed: true, reason: describe(found, request.user) }
      : { allowed: false };
  }

  rulesFor(user: User, namespace: string): AccessRule[] {
    return this.bindingsOf(user, namespace).flatMap(binding =>
      this.rulesOfRole(binding),
    );
  }

  /** The bindings that give a user rights in a namespace, those for the whole cluster included. */
  private bindingsOf(user: User, namespace: string): KubeObject[] {
    const here = namespace
      ? this.storage.list(`${GROUP}/rolebindings`, `${namespace}/`)
      : [];
    return [...this.storage.list(`${GROUP}/clusterrolebindings`, ''), ...here]
      .map(({ object }) => object)
      .filter(binding => subjectOf(binding, user) !== undefined);
  }

  private rulesOfRole(binding: KubeObject): AccessRule[] {
    const { kind, name } = objectAt(binding.roleRef);
    const { namespace } = binding.metadata;
    const role =
      kind === 'Role'
        ? this.storage.get(`${GROUP}/roles`, `${namespace}/${name}`)
        : this.storage.get(`${GROUP}/clusterroles`, String(name));
    const { rules } = objectAt(role);
    return Array.isArray(rules) ? rules.filter(isJsonObject).map(toRule) : [];
  }
}

/** The subject of a binding that a user is. */
function subjectOf(binding: KubeObject, user: User): JsonObject | undefined {
  const { subjects } = binding;
  return (Array.isArray(subjects) ? subjects : [])
    .map(subject => objectAt(subject))
    .find(({ kind, name, namespace = binding.metadata.namespace }) => {
      switch (kind) {
        case 'User':
          return name === user.name;
        case 'Group':
          return user.groups.includes(String(name));
        case 'ServiceAccount':
          return user.name === `system:serviceaccount:${namespace}:${name}`;
        default:
          return false;
      }
    });
}

function describe(binding: KubeObject, user: User): string {
  const role = objectAt(binding.roleRef);
  const subject = subjectOf(binding, user);
  const { name, namespace } = binding.metadata;
  const place = namespace ? `${name}/${namespace}` : name;
  return `RBAC: allowed by ${binding.kind} "${place}" of ${role.kind} "${role.name}" to ${subject?.kind} "${subject?.name}"`;
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : [];
}

/** A PolicyRule names what it covers; what it leaves out it does not cover. */
function toRule(rule: JsonObject): AccessRule {
  const names = texts(rule.resourceNames);
  const urls = texts(rule.nonResourceURLs);
  if (urls.length > 0) {
    return { verbs: texts(rule.verbs), nonResourceURLs: urls };
  }
  return {
    verbs: texts(rule.verbs),
    groups: texts(rule.apiGroups),
    resources: texts(rule.resources),
    ...(names.length > 0 ? { names } : {}),
  };
}
