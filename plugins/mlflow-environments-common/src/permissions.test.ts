import {
  isResourcePermission,
  isUpdatePermission,
} from '@backstage/plugin-permission-common';
import {
  environmentCreatePermission,
  mlflowEnvironmentsPermissions,
  retainedResourceReviewPermission,
  statusReadPermission,
} from './permissions';

describe('permissions', () => {
  it('carry the names that policies are written against', () => {
    expect(mlflowEnvironmentsPermissions.map(p => p.name)).toEqual([
      'mlflow-environments.environment.create',
      'mlflow-environments.environment.read',
      'mlflow-environments.environment.update',
      'mlflow-environments.environment.delete',
      'mlflow-environments.retained-resource.review',
      'mlflow-environments.status.read',
    ]);
  });

  it('are decided per environment where there is one to decide on', () => {
    expect(
      mlflowEnvironmentsPermissions
        .filter(p => isResourcePermission(p, 'mlflow-environment'))
        .map(p => p.attributes.action),
    ).toEqual(['read', 'update', 'delete']);
    expect(isResourcePermission(environmentCreatePermission)).toBe(false);
    expect(isUpdatePermission(retainedResourceReviewPermission)).toBe(true);
    expect(isResourcePermission(statusReadPermission)).toBe(false);
  });
});
