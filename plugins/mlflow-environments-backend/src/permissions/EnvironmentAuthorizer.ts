import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  BasicPermission,
  Permission,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { ConditionTransformer } from '@backstage/plugin-permission-node';
import { TimedCache } from '../lib/TimedCache';
import { EnvironmentGrant } from './EnvironmentGrant';
import { EnvironmentCondition } from './resource';

/** Asks the permission policy, at most once per user and permission in the time that decisions are kept. */
export class EnvironmentAuthorizer {
  constructor(
    private readonly options: {
      auth: AuthService;
      permissions: PermissionsService;
      transformConditions: ConditionTransformer<EnvironmentCondition>;
      grants: TimedCache<EnvironmentGrant>;
    },
  ) {}

  /** What the caller may do this to. */
  async grantFor(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentGrant> {
    return this.cached(permission, credentials, async () => {
      const [decision] = await this.options.permissions.authorizeConditional(
        [{ permission }],
        { credentials },
      );
      return this.toGrant(decision);
    });
  }

  /** Throws a NotAllowedError unless the caller may do this. */
  async require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!(await this.allows(permission, credentials))) {
      throw new NotAllowedError(
        `You lack the permission ${permission.name}, ask whoever looks after Backstage's permission policy`,
      );
    }
  }

  /** Whether the caller may do this. */
  async allows(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const grant = await this.cached(permission, credentials, async () => {
      const [decision] = await this.options.permissions.authorize(
        [{ permission }],
        { credentials },
      );
      return this.toGrant(decision);
    });
    return grant === EnvironmentGrant.ALL;
  }

  private toGrant(decision: PolicyDecision): EnvironmentGrant {
    return EnvironmentGrant.of(decision, this.options.transformConditions);
  }

  private cached(
    permission: Permission,
    credentials: BackstageCredentials,
    ask: () => Promise<EnvironmentGrant>,
  ): Promise<EnvironmentGrant> {
    // Service principals are decided without a round trip, by the restrictions of the token at hand.
    if (!this.options.auth.isPrincipal(credentials, 'user')) {
      return ask();
    }
    const { userEntityRef } = credentials.principal;
    return this.options.grants.get(`${permission.name} ${userEntityRef}`, ask);
  }
}
