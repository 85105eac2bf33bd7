import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      mlflowEnvironments?: {
        /**
         * How often the catalog is compared with all environments. Changes arrive by events; the comparison mends what was missed
         * while Backstage was down. Default: every 10 minutes, and every 5 seconds until each cluster was read or could not be.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
