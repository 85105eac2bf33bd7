import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createEnvironmentAction } from './actions/createEnvironment';
import { createGitopsPushAction } from './actions/gitopsPush';
import { createRegisterEnvironmentAction } from './actions/registerEnvironment';
import { EnvironmentRequests } from './api/EnvironmentRequests';
import { readModuleConfig } from './config/readModuleConfig';

/**
 * Adds the `mlflow:*` actions to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleMlflowEnvironments = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'mlflow-environments',
  register(reg) {
    reg.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ scaffolder, config, auth, discovery }) {
        const options = {
          config: readModuleConfig(config),
          integrations: ScmIntegrations.fromConfig(config),
          requests: new EnvironmentRequests({ auth, discovery }),
        };
        scaffolder.addActions(
          createEnvironmentAction(options),
          createGitopsPushAction(options),
          createRegisterEnvironmentAction(options),
        );
      },
    });
  },
});
