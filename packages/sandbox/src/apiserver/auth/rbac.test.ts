import { Storage } from '../storage/storage';
import type { JsonObject } from '../model/objects';
import { RbacAuthorizer } from './rbac';

const GROUP = 'rbac.authorization.k8s.io';

function aCluster(): {
  storage: Storage;
  add: (...args: [string, string, JsonObject]) => void;
} {
  const storage = new Storage(10);
  return {
    storage,
    add: (plural, key, fields) => {
      const [namespace, name] = key.includes('/') ? key.split('/') : ['', key];
      storage.put(`${GROUP}/${plural}`, key, {
        apiVersion: `${GROUP}/v1`,
        kind: { rolebindings: 'RoleBinding' }[plural] ?? 'ClusterRoleBinding',
        metadata: { name, ...(namespace ? { namespace } : {}) },
        ...fields,
      });
    },
  };
}

const asks = (name: string, namespace: string, groups: string[] = []) => ({
  user: { name, groups },
  verb: 'list',
  group: 'apps',
  resource: 'deployments',
  namespace,
  name: '',
  path: '',
});

const rules = [
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
];

describe('RbacAuthorizer', () => {
  it('gives a role in the namespace where it is bound', () => {
    const { storage, add } = aCluster();
    add('roles', 'ns/reader', { rules });
    add('rolebindings', 'ns/readers', {
      roleRef: { kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'User', name: 'jane' }],
    });
    const rbac = new RbacAuthorizer(storage);
    expect(rbac.decide(asks('jane', 'ns'))).toEqual({
      allowed: true,
      reason:
        'RBAC: allowed by RoleBinding "readers/ns" of Role "reader" to User "jane"',
    });
    expect(rbac.decide(asks('jane', 'other')).allowed).toBe(false);
    expect(rbac.decide(asks('joe', 'ns')).allowed).toBe(false);
  });

  it('gives a cluster role everywhere, or where a role binding says', () => {
    const { storage, add } = aCluster();
    add('clusterroles', 'reader', { rules });
    add('clusterrolebindings', 'all', {
      roleRef: { kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'Group', name: 'team' }],
    });
    add('rolebindings', 'ns/some', {
      roleRef: { kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'robot' }],
    });
    const rbac = new RbacAuthorizer(storage);
    expect(rbac.decide(asks('jane', '', ['team'])).allowed).toBe(true);
    const robot = 'system:serviceaccount:ns:robot';
    expect(rbac.decide(asks(robot, 'ns')).allowed).toBe(true);
    expect(rbac.decide(asks(robot, '')).allowed).toBe(false);
  });

  it('gives nothing by a role that does not exist', () => {
    const { storage, add } = aCluster();
    add('clusterrolebindings', 'all', {
      roleRef: { kind: 'ClusterRole', name: 'none' },
      subjects: [{ kind: 'User', name: 'jane' }],
    });
    expect(new RbacAuthorizer(storage).decide(asks('jane', 'ns')).allowed).toBe(
      false,
    );
  });
});
