import { V1PolicyRule } from '@kubernetes/client-node';
import { KubeObject } from '@mlops-platform/sandbox';

/** Every right that a role grants, as `verb resource.group`, in order. */
export function rightsOf(role: KubeObject): string[] {
  const { rules } = role as unknown as { rules: V1PolicyRule[] };
  return rules
    .flatMap(({ apiGroups = [], resources = [], verbs }) =>
      apiGroups.flatMap(group =>
        resources.flatMap(resource =>
          verbs.map(verb => `${verb} ${resource}.${group}`),
        ),
      ),
    )
    .sort();
}
