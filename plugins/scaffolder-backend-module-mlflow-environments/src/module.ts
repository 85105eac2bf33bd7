import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createEnvironmentAction } from './actions/createEnvironment';
import { decommissionEnvironmentAction } from './actions/decommissionEnvironment';
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
        catalog: catalogServiceRef,
        discovery: coreServices.discovery,
        permissions: coreServices.permissions,
      },
      async init({
        scaffolder,
        config,
        auth,
        catalog,
        discovery,
        permissions,
      }) {
        const options = {
          catalog,
          config: readModuleConfig(config),
          integrations: ScmIntegrations.fromConfig(config),
          permissions,
          requests: new EnvironmentRequests({ auth, discovery }),
        };
        scaffolder.addActions(
          createEnvironmentAction(options),
          decommissionEnvironmentAction(options),
          createGitopsPushAction(options),
          createRegisterEnvironmentAction(options),
        );
      },
    });
  },
});
