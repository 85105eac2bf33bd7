import { KubeObject } from '@mlops-platform/sandbox';
import { compositeRole, managerRole } from './roles';

const LABELS = { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' };

describe('what the RBAC manager grants Crossplane', () => {
  it("is everything about a provider's kinds and their status, group by group", () => {
    const role = managerRole('providers', [
      { group: 's3.example.com', plural: 'buckets' },
      { group: 'iam.example.com', plural: 'roles' },
      { group: 's3.example.com', plural: 'objects' },
    ]);

    expect(role.metadata.labels).toEqual(LABELS);
    expect(role.rules).toEqual([
      {
        apiGroups: ['iam.example.com'],
        resources: ['roles', 'roles/status'],
        verbs: ['*'],
      },
      {
        apiGroups: ['s3.example.com'],
        resources: ['buckets', 'buckets/status', 'objects', 'objects/status'],
        verbs: ['*'],
      },
    ]);
  });

  it('includes the finalizers of composites, so that what they own can block their deletion', () => {
    const definition: KubeObject = {
      apiVersion: 'apiextensions.crossplane.io/v2',
      kind: 'CompositeResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: { group: 'example.com', names: { plural: 'things' } },
    };

    expect(compositeRole(definition).rules).toEqual([
      {
        apiGroups: ['example.com'],
        resources: ['things', 'things/status'],
        verbs: ['*'],
      },
      {
        apiGroups: ['example.com'],
        resources: ['things/finalizers'],
        verbs: ['update'],
      },
    ]);
  });
});
