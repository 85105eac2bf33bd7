import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { JsonObject, stringAt } from '../json';
import { KubeObject } from '../kube';
import { MANAGED_KINDS } from '../providers';
import { crdOf, Definition } from './definition';

const CROSSPLANE: Definition[] = [
  {
    group: 'apiextensions.crossplane.io',
    versions: ['v2'],
    kind: 'CompositeResourceDefinition',
    plural: 'compositeresourcedefinitions',
    scope: 'Cluster',
    categories: ['crossplane'],
  },
  {
    group: 'apiextensions.crossplane.io',
    versions: ['v1'],
    kind: 'Composition',
    plural: 'compositions',
    scope: 'Cluster',
    categories: ['crossplane'],
  },
  {
    group: 'apiextensions.crossplane.io',
    versions: ['v1'],
    kind: 'CompositionRevision',
    plural: 'compositionrevisions',
    scope: 'Cluster',
    categories: ['crossplane'],
  },
  {
    group: 'pkg.crossplane.io',
    versions: ['v1'],
    kind: 'FunctionRevision',
    plural: 'functionrevisions',
    scope: 'Cluster',
    categories: ['crossplane', 'pkgrev'],
  },
];

const PROVIDER_CONFIGS: Definition[] = [
  { group: 'aws.m.upbound.io', versions: ['v1beta1'] },
  { group: 'mongodbatlas.m.crossplane.io', versions: ['v1beta1'] },
].map(({ group, versions }) => ({
  group,
  versions,
  kind: 'ClusterProviderConfig',
  plural: 'clusterproviderconfigs',
  scope: 'Cluster',
  categories: ['crossplane', 'providerconfig'],
}));

/** The fields that all managed resources share, with the defaults that the providers' CRDs give them. */
const MANAGED_SPEC: JsonObject = {
  required: ['forProvider'],
  properties: {
    forProvider: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    },
    managementPolicies: {
      type: 'array',
      default: ['*'],
      items: {
        type: 'string',
        enum: ['Observe', 'Create', 'Update', 'Delete', 'LateInitialize', '*'],
      },
    },
    providerConfigRef: {
      type: 'object',
      required: ['kind', 'name'],
      default: { kind: 'ClusterProviderConfig', name: 'default' },
      properties: { kind: { type: 'string' }, name: { type: 'string' } },
    },
  },
};

/**
 * The CustomResourceDefinitions that the sandbox's cluster starts with: small ones of
 * our own, or the real ones of the same names from folders of YAML files.
 *
 * @param folders - folders as in `PATH`, as in the environment variable `SANDBOX_CRDS_DIR`
 */
export function sandboxCrds(folders = ''): KubeObject[] {
  const definitions = [...CROSSPLANE, ...PROVIDER_CONFIGS, ...managedKinds()];
  const crds = definitions.map(crdOf);
  const byName = new Map(crds.map(crd => [crd.metadata.name, crd]));
  for (const folder of folders.split(delimiter).filter(Boolean)) {
    for (const crd of crdsIn(folder)) {
      byName.set(crd.metadata.name, crd);
    }
  }
  return [...byName.values()];
}

function managedKinds(): Definition[] {
  return MANAGED_KINDS.map(({ apiVersion, kind, plural, provider }) => {
    const [group, version] = apiVersion.split('/');
    return {
      group,
      versions: [version],
      kind,
      plural,
      scope: 'Namespaced',
      categories: ['crossplane', 'managed', provider],
      spec: MANAGED_SPEC,
    };
  });
}

function crdsIn(folder: string): KubeObject[] {
  return readdirSync(folder)
    .filter(name => /\.ya?ml$/.test(name))
    .flatMap(name =>
      parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map(
        document => document.toJS() as unknown,
      ),
    )
    .filter(
      document => stringAt(document, 'kind') === 'CustomResourceDefinition',
    ) as KubeObject[];
}
