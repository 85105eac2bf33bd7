import {
  isJsonObject,
  objectAt,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import type { Storage } from '../storage/storage';
import type { User } from './authenticator';
import {
  ruleCovers,
  type AccessRequest,
  type AccessRule,
  type Authorizer,
} from './authorizer';

const GROUP = 'rbac.authorization.k8s.io';

/** Decides by the roles and bindings that are stored. https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export class RbacAuthorizer implements Authorizer {
  constructor(private readonly storage: Storage) {}

  isAllowed(request: AccessRequest): boolean {
    return this.rulesFor(request.user, request.namespace).some(rule =>
      ruleCovers(rule, request),
    );
  }

  /** Everything the bindings give a user in a namespace, cluster-wide rights included. */
  rulesFor(user: User, namespace: string): AccessRule[] {
    const clusterWide = this.storage
      .list(`${GROUP}/clusterrolebindings`, '')
      .filter(({ object }) => bindsTo(object, user, ''))
      .flatMap(({ object }) => this.rulesOfRole(object, ''));
    if (!namespace) return clusterWide;
    const here = this.storage
      .list(`${GROUP}/rolebindings`, `${namespace}/`)
      .filter(({ object }) => bindsTo(object, user, namespace))
      .flatMap(({ object }) => this.rulesOfRole(object, namespace));
    return [...clusterWide, ...here];
  }

  private rulesOfRole(binding: JsonObject, namespace: string): AccessRule[] {
    const { kind, name } = objectAt(binding.roleRef);
    const role =
      kind === 'Role'
        ? this.storage.get(`${GROUP}/roles`, `${namespace}/${name}`)
        : this.storage.get(`${GROUP}/clusterroles`, String(name));
    const { rules } = objectAt(role);
    return Array.isArray(rules) ? rules.filter(isJsonObject).map(toRule) : [];
  }
}

function bindsTo(
  binding: JsonObject,
  user: User,
  bindingNamespace: string,
): boolean {
  const { subjects } = binding;
  return (Array.isArray(subjects) ? subjects : []).some(subject => {
    const { kind, name, namespace } = objectAt(subject);
    switch (kind) {
      case 'User':
        return name === user.name;
      case 'Group':
        return user.groups.includes(String(name));
      case 'ServiceAccount':
        return (
          user.name ===
          `system:serviceaccount:${namespace ?? bindingNamespace}:${name}`
        );
      default:
        return false;
    }
  });
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
