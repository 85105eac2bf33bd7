import {
  describeWithShared,
  readCrossplaneCrd,
  readCrossplaneDocuments,
  readCrossplaneYaml,
  readProviderCrd,
  readProviderCrds,
  sharedNote,
} from './__testUtils__/files';
import { schemaOf, violations } from './__testUtils__/schema';
import { plan } from '.';
import { anEnvironment, someSettings } from './__testUtils__/builders';
import { composableKinds } from './__testUtils__/kinds';
import { fieldAt } from './kubernetes';

describeWithShared(`what a platform team installs${sharedNote}`, () => {
  const crds: Record<string, () => unknown> = {
    Provider: () => readCrossplaneCrd('pkg.crossplane.io_providers.yaml'),
    Function: () => readCrossplaneCrd('pkg.crossplane.io_functions.yaml'),
    DeploymentRuntimeConfig: () =>
      readCrossplaneCrd('pkg.crossplane.io_deploymentruntimeconfigs.yaml'),
    ManagedResourceActivationPolicy: () =>
      readCrossplaneCrd(
        'apiextensions.crossplane.io_managedresourceactivationpolicies.yaml',
      ),
    'aws.m.upbound.io': () =>
      readProviderCrd('aws.m.upbound.io_clusterproviderconfigs.yaml'),
    'mongodbatlas.m.crossplane.io': () =>
      readProviderCrd(
        'mongodbatlas.m.crossplane.io_clusterproviderconfigs.yaml',
      ),
  };

  it.each([
    'providers/providers.yaml',
    'providers/function.yaml',
    'providers/aws-pod-identity.yaml',
    'providers/aws-secret.yaml',
    'providers/atlas.yaml',
    'apis/activation-policy.yaml',
  ])('%s agrees with the schemas of its kinds', file => {
    const found = readCrossplaneDocuments(file).flatMap(object => {
      const [group, version] = String(fieldAt(object, 'apiVersion')).split('/');
      const crd = crds[String(fieldAt(object, 'kind'))] ?? crds[group];
      return violations(schemaOf(crd(), version), object);
    });
    expect(found).toEqual([]);
  });

  it('activates the managed kinds that an environment may consist of, and no others', () => {
    const definitions = readProviderCrds();
    const wanted = composableKinds()
      .filter(({ managed }) => managed)
      .map(({ group, kind }) =>
        // a managed kind's definition is named like its custom resource definition
        fieldAt(definitions.get(`${group}/${kind}`), 'metadata', 'name'),
      );
    const active = fieldAt(
      readCrossplaneYaml('apis/activation-policy.yaml'),
      'spec',
      'activate',
    );
    expect(Array.isArray(active) ? [...active].sort() : active).toEqual(
      wanted.sort(),
    );
  });
});

describe('the installation', () => {
  const rulesOf = (role: unknown) => {
    const rules = fieldAt(role, 'rules');
    if (!Array.isArray(rules)) throw new Error('A role without rules');
    return rules.map(rule => ({
      apiGroups: Array.from<string>(rule.apiGroups),
      resources: Array.from<string>(rule.resources),
      verbs: Array.from<string>(rule.verbs),
    }));
  };
  const everyPart = plan(
    anEnvironment({
      server: { replicas: 2, ingressHost: 'demo.mlflow.example.com' },
    }),
    someSettings({ metrics: { podMonitor: true } }),
  );

  it('lets Backstage see every kind an environment may consist of, but no Secret', () => {
    const [role] = readCrossplaneDocuments('rbac/backstage.yaml');
    const rules = rulesOf(role);
    const groups = new Set(rules.flatMap(({ apiGroups }) => apiGroups));
    for (const { apiVersion } of everyPart) {
      expect(groups).toContain(
        apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
      );
    }
    for (const { apiGroups, resources, verbs } of rules) {
      expect(['get', 'list', 'watch']).toEqual(expect.arrayContaining(verbs));
      expect(apiGroups).not.toContain('*');
      expect(apiGroups.includes('') && resources.includes('*')).toBe(false);
      expect(resources).not.toContain('secrets');
    }
  });

  it('lets Crossplane compose the kinds that it may not by itself', () => {
    const role = readCrossplaneYaml('rbac/crossplane.yaml');
    expect(fieldAt(role, 'metadata', 'labels')).toEqual({
      'rbac.crossplane.io/aggregate-to-crossplane': 'true',
    });
    const granted = rulesOf(role).flatMap(({ apiGroups }) => apiGroups);
    const byItself = /^(v1|apps\/v1|.*\.m\.(crossplane|upbound)\.io\/.*)$/;
    const others = everyPart
      .map(({ apiVersion }) => apiVersion)
      .filter(apiVersion => !byItself.test(apiVersion))
      .map(apiVersion => apiVersion.split('/')[0]);
    expect(new Set(granted)).toEqual(new Set(others));
  });

  it('names the function as the composition does', () => {
    const [fn] = readCrossplaneDocuments('providers/function.yaml');
    const pipeline = fieldAt(
      readCrossplaneYaml('apis/mlflowenvironments/composition.yaml'),
      'spec',
      'pipeline',
    );
    expect(pipeline).toEqual([
      expect.objectContaining({
        functionRef: { name: fieldAt(fn, 'metadata', 'name') },
      }),
    ]);
  });
});
