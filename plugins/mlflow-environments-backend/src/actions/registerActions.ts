import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { EnvironmentService } from '../service/EnvironmentService';
import { registerExplainHealth } from './explainHealth';
import { registerGetEnvironment } from './getEnvironment';
import { registerListEnvironments } from './listEnvironments';

/** Offers environments to whatever calls Backstage's actions, MCP clients among them. */
export function registerActions(
  registry: ActionsRegistryService,
  service: EnvironmentService,
): void {
  registerListEnvironments(registry, service);
  registerGetEnvironment(registry, service);
  registerExplainHealth(registry, service);
}
