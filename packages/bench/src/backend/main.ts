import { createBackend } from '@backstage/backend-defaults';
import { benchPlugin } from './benchPlugin';
import { catalogObserver } from './catalogObserver';
import { eventLoopDelay } from './eventLoop';
import { benchPolicy } from './policy';

const backend = createBackend();

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(benchPolicy);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(catalogObserver);
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(
  import('@mlops-platform/backstage-plugin-mlflow-environments-backend'),
);
backend.add(
  import(
    '@mlops-platform/backstage-plugin-catalog-backend-module-mlflow-environments'
  ),
);
backend.add(benchPlugin);

// Loading modules and migrating databases block the loop at every start of every backend; what follows is ours.
backend.start().then(() => eventLoopDelay.enable());
