import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { EnvironmentEntityProvider } from './EnvironmentEntityProvider';

/**
 * Keeps an entity of kind Resource and type `mlflow-environment` for each environment that the mlflow-environments plugin knows.
 *
 * @public
 */
export const catalogModuleMlflowEnvironments = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'mlflow-environments',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ processing, config, ...options }) {
        processing.addEntityProvider(
          EnvironmentEntityProvider.fromConfig(config, options),
        );
      },
    });
  },
});
