import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  Permission,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { ConditionTransformer } from '@backstage/plugin-permission-node';
import { TimedCache } from '../lib/TimedCache';
import { EnvironmentPredicate, toPredicate } from './predicate';
import { EnvironmentCondition } from './resource';

/** A basic permission is decided without regard to any environment. */
const NO_FACTS = { cluster: '', namespace: '', stage: '', owner: '' };

/** Asks the permission policy, at most once per user and permission in the time that decisions are kept. */
export class EnvironmentAuthorizer {
  constructor(
    private readonly options: {
      auth: AuthService;
      permissions: PermissionsService;
      transformConditions: ConditionTransformer<EnvironmentCondition>;
      predicates: TimedCache<EnvironmentPredicate>;
    },
  ) {}

  /** What the caller may do this to. */
  async predicateFor(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentPredicate> {
    return this.cached(permission, credentials, async () => {
      const [decision] = await this.options.permissions.authorizeConditional(
        [{ permission }],
        { credentials },
      );
      return this.compile(decision);
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
    const isAllowed = await this.cached(permission, credentials, async () => {
      const [decision] = await this.options.permissions.authorize(
        [{ permission }],
        { credentials },
      );
      return () => decision.result === AuthorizeResult.ALLOW;
    });
    return isAllowed(NO_FACTS);
  }

  private compile(decision: PolicyDecision): EnvironmentPredicate {
    return toPredicate(decision, this.options.transformConditions);
  }

  private cached(
    permission: Permission,
    credentials: BackstageCredentials,
    ask: () => Promise<EnvironmentPredicate>,
  ): Promise<EnvironmentPredicate> {
    // Service principals are decided without a round trip, by the restrictions of the token at hand.
    if (!this.options.auth.isPrincipal(credentials, 'user')) {
      return ask();
    }
    const { userEntityRef } = credentials.principal;
    return this.options.predicates.get(
      `${permission.name} ${userEntityRef}`,
      ask,
    );
  }
}
