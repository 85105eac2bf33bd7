import {
  KubernetesValidatorFunctions,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';

/** What the catalog shows where nobody is named. */
const NOBODY = 'unknown';

/**
 * The entity ref that a claim's `owner` means: `team-a` is `group:default/team-a`, `user:alice` is `user:default/alice`.
 *
 * @returns undefined when the text can't be an entity ref
 * @public
 */
export function parseOwner(owner: string | undefined): string | undefined {
  if (!owner?.trim()) return undefined;
  try {
    const ref = parseEntityRef(owner.trim(), {
      defaultKind: 'Group',
      defaultNamespace: 'default',
    });
    const valid =
      KubernetesValidatorFunctions.isValidKind(ref.kind) &&
      KubernetesValidatorFunctions.isValidNamespace(ref.namespace) &&
      KubernetesValidatorFunctions.isValidObjectName(ref.name);
    return valid ? stringifyEntityRef(ref) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The owner an environment's entity gets: the claim's own, else the configured default, else `unknown`.
 *
 * @public
 */
export function resolveOwner(
  owner: string | undefined,
  defaultOwner?: string,
): string {
  return parseOwner(owner) ?? parseOwner(defaultOwner) ?? NOBODY;
}
