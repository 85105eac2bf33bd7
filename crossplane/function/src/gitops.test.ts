import { readCrossplaneDocuments } from './__testUtils__/files';
import { fieldAt } from './kubernetes';

const [application] = readCrossplaneDocuments('gitops/argocd/application.yaml');
const [applicationSet] = readCrossplaneDocuments(
  'gitops/argocd/applicationset.yaml',
);
const [project] = readCrossplaneDocuments('gitops/argocd/project.yaml');
const [repository, kustomization] = readCrossplaneDocuments(
  'gitops/flux/kustomization.yaml',
);
const [account, role] = readCrossplaneDocuments('gitops/flux/rbac.yaml');

const one = fieldAt(application, 'spec');
const each = fieldAt(applicationSet, 'spec', 'template', 'spec');

describe('Argo CD', () => {
  it('may apply claims and nothing else', () => {
    expect(fieldAt(project, 'spec', 'clusterResourceWhitelist')).toEqual([]);
    expect(fieldAt(project, 'spec', 'namespaceResourceWhitelist')).toEqual([
      { group: 'mlops.example.com', kind: 'MLflowEnvironment' },
    ]);
    const name = fieldAt(project, 'metadata', 'name');
    expect(fieldAt(one, 'project')).toBe(name);
    expect(fieldAt(each, 'project')).toBe(name);
    const repositories = fieldAt(project, 'spec', 'sourceRepos');
    expect(repositories).toEqual([fieldAt(one, 'source', 'repoURL')]);
    expect(repositories).toEqual([fieldAt(each, 'source', 'repoURL')]);
  });

  it('applies claims alike, by one application or by many', () => {
    expect(fieldAt(each, 'syncPolicy', 'syncOptions')).toEqual(
      fieldAt(one, 'syncPolicy', 'syncOptions'),
    );
    expect(fieldAt(each, 'ignoreDifferences')).toEqual(
      fieldAt(one, 'ignoreDifferences'),
    );
  });

  it('waits for no other resource to be healthy before it takes one away', () => {
    expect(fieldAt(one, 'syncPolicy', 'syncOptions')).not.toContain(
      'PruneLast=true',
    );
  });

  it('loses no environment to an empty repository or a generator that finds nothing', () => {
    expect(fieldAt(one, 'syncPolicy', 'automated', 'allowEmpty')).toBe(false);
    expect(fieldAt(applicationSet, 'spec', 'syncPolicy')).toEqual({
      applicationsSync: 'create-update',
      preserveResourcesOnDeletion: true,
    });
  });
});

describe('Flux', () => {
  it('may apply claims and nothing else', () => {
    expect(fieldAt(role, 'rules')).toEqual([
      expect.objectContaining({
        apiGroups: ['mlops.example.com'],
        resources: ['mlflowenvironments'],
      }),
    ]);
    expect(fieldAt(kustomization, 'spec', 'serviceAccountName')).toBe(
      fieldAt(account, 'metadata', 'name'),
    );
    expect(fieldAt(kustomization, 'metadata', 'namespace')).toBe(
      fieldAt(account, 'metadata', 'namespace'),
    );
  });

  it('keeps environments when it is taken away itself', () => {
    expect(fieldAt(kustomization, 'spec', 'deletionPolicy')).toBe('Orphan');
    expect(fieldAt(kustomization, 'spec', 'sourceRef', 'name')).toBe(
      fieldAt(repository, 'metadata', 'name'),
    );
  });
});
