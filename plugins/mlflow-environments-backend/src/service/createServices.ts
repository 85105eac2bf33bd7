import {
  AuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ConditionTransformer } from '@backstage/plugin-permission-node';
import { Aggregator } from '../Aggregator';
import { EnvironmentsConfig } from '../config';
import { EventsReader } from '../inspection/EventsReader';
import { ManifestReader } from '../inspection/ManifestReader';
import { TimedCache } from '../lib/TimedCache';
import { EnvironmentAuthorizer } from '../permissions/EnvironmentAuthorizer';
import { EnvironmentCondition } from '../permissions/resource';
import { Previewer } from '../previews/Previewer';
import { Names } from '../requests/Names';
import { RequestService } from '../requests/RequestService';
import { EnvironmentService } from './EnvironmentService';

/** Two permissions for each of some thousand users. */
const MAX_DECISIONS = 10_000;

/** What routes and actions call. */
export function createServices(options: {
  aggregator: Aggregator;
  auth: AuthService;
  config: EnvironmentsConfig;
  logger: LoggerService;
  permissions: PermissionsService;
  transformConditions: ConditionTransformer<EnvironmentCondition>;
}) {
  const { aggregator, config } = options;
  const { parts, defaultCluster } = aggregator;
  const now = () => new Date();
  const authorizer = new EnvironmentAuthorizer({
    ...options,
    grants: new TimedCache({
      keptForMs: config.permissions.decisionCacheMs,
      maxEntries: MAX_DECISIONS,
    }),
  });
  const names = new Names({ ...parts, now });
  return {
    authorizer,
    names,
    service: new EnvironmentService({
      ...parts,
      authorizer,
      logger: options.logger,
      events: new EventsReader(),
      manifests: new ManifestReader(),
    }),
    requests: new RequestService({
      ...parts,
      names,
      lifetimes: config.requests,
      defaultCluster,
      now,
    }),
    previewer: new Previewer({ ...parts, prices: config.prices }),
    environments: parts.environments,
    store: parts.store,
    targets: parts.targets,
    previewsPerMinute: config.previews.perMinute,
  };
}
