import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { mlflowEnvironmentsClustersExtensionPoint } from '@mlops-platform/backstage-plugin-mlflow-environments-node';
import { registerActions } from './actions/registerActions';
import { Aggregator } from './Aggregator';
import { announce } from './announce/announce';
import { ClusterExtensions } from './ClusterExtensions';
import { readEnvironmentsConfig } from './config';
import { registerPermissions } from './permissions/registerPermissions';
import { schedule } from './schedule';
import { createServices } from './service/createServices';
import { createRouter } from './service/router';

/**
 * Watches MLflow environments on every cluster of the `kubernetes` configuration, and serves their health, history and
 * previews.
 *
 * @public
 */
export const mlflowEnvironmentsPlugin = createBackendPlugin({
  pluginId: 'mlflow-environments',
  register(env) {
    const extensions = new ClusterExtensions();
    env.registerExtensionPoint(
      mlflowEnvironmentsClustersExtensionPoint,
      extensions,
    );
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const config = readEnvironmentsConfig(deps.rootConfig);
        const aggregator = await Aggregator.create({
          ...deps,
          config,
          extensions,
        });
        const { environments } = aggregator.parts;
        const transformConditions = registerPermissions(
          deps.permissionsRegistry,
          environments,
        );
        const services = createServices({
          ...deps,
          config,
          aggregator,
          transformConditions,
        });
        const notifier = announce({ ...deps, config, aggregator });

        deps.httpRouter.use(await createRouter({ ...deps, ...services }));
        registerActions(deps.actionsRegistry, services.service);
        await schedule(deps.scheduler, aggregator, notifier);
        deps.lifecycle.addShutdownHook(() => aggregator.stop());
        aggregator.start();
      },
    });
  },
});
