import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  environmentCreatePermission,
  environmentDeletePermission,
  environmentReadPermission,
  retainedResourceReviewPermission,
  statusReadPermission,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DemoPolicy } from './DemoPolicy';

/** What the policy says to somebody with these entity refs, or to nobody. */
async function decide(permission: Permission, claims?: string[]) {
  const policy = new DemoPolicy(
    mockServices.userInfo({
      userEntityRef: 'user:default/somebody',
      ownershipEntityRefs: claims ?? [],
    }),
  );
  const decision = await policy.handle(
    { permission },
    claims && {
      credentials: mockCredentials.user(),
      info: { userEntityRef: 'user:default/somebody', ownershipEntityRefs: [] },
    },
  );
  return decision;
}

const member = ['user:default/somebody', 'group:default/team-a'];
const visitor = ['user:default/somebody'];
const platform = ['user:default/somebody', 'group:default/platform'];

describe('DemoPolicy', () => {
  it('lets the platform group do everything', async () => {
    for (const permission of [
      environmentCreatePermission,
      environmentDeletePermission,
      retainedResourceReviewPermission,
    ]) {
      expect(await decide(permission, platform)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
    }
  });

  it('lets members of a team create, and visitors not', async () => {
    expect((await decide(environmentCreatePermission, member)).result).toBe(
      AuthorizeResult.ALLOW,
    );
    expect((await decide(environmentCreatePermission, visitor)).result).toBe(
      AuthorizeResult.DENY,
    );
  });

  it('shows what is not prod, and what one owns', async () => {
    expect(await decide(environmentReadPermission, member)).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      conditions: {
        anyOf: [
          { rule: 'IS_OWNER', params: { claims: member } },
          { rule: 'HAS_STAGE', params: { stages: ['dev', 'staging'] } },
        ],
      },
    });
  });

  it('lets one delete only what one owns', async () => {
    expect(await decide(environmentDeletePermission, member)).toMatchObject({
      conditions: { rule: 'IS_OWNER', params: { claims: member } },
    });
  });

  it('denies everything to nobody, and what is for the platform to those outside its group', async () => {
    const other = createPermission({ name: 'catalog.x', attributes: {} });
    expect((await decide(other)).result).toBe(AuthorizeResult.DENY);
    for (const permission of [
      retainedResourceReviewPermission,
      statusReadPermission,
    ]) {
      expect((await decide(permission, member)).result).toBe(
        AuthorizeResult.DENY,
      );
    }
    expect((await decide(other, visitor)).result).toBe(AuthorizeResult.ALLOW);
  });
});
