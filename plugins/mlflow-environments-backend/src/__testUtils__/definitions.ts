import { COMPOSED_KINDS } from '../composedKinds';

interface Served {
  group: string;
  version: string;
  kind: string;
  plural: string;
  scope?: 'Namespaced' | 'Cluster';
}

/** A CustomResourceDefinition that takes anything. */
export function definition({ group, version, kind, plural, scope }: Served) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: scope ?? 'Namespaced',
      names: {
        kind,
        plural,
        singular: kind.toLocaleLowerCase('en-US'),
        listKind: `${kind}List`,
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
      ],
    },
  };
}

/** Every kind that environments are made of. */
export const DEFINITIONS = [
  {
    group: 'mlops.example.com',
    version: 'v1alpha1',
    kind: 'MLflowEnvironment',
    plural: 'mlflowenvironments',
  },
  {
    group: 'apiextensions.crossplane.io',
    version: 'v1',
    kind: 'Composition',
    plural: 'compositions',
    scope: 'Cluster' as const,
  },
  ...COMPOSED_KINDS.map(({ group, kind }) => ({
    group,
    kind,
    version: 'v1beta1',
    plural: `${kind.toLocaleLowerCase('en-US')}s`,
  })),
].map(definition);
