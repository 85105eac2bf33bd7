import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import plugin from '../index';

// A backend in a process of its own, so that a test can kill it. Its configuration is its argument; it tells its parent what it would
// tell owners and browsers.

const tell = (message: object) => process.send?.(message);

const backend = createBackend();
backend.add(
  createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () => new ConfigReader(JSON.parse(process.argv[2])),
  }),
);
backend.add(
  createServiceFactory({
    service: notificationService,
    deps: {},
    factory: () => ({
      send: async ({ payload }) => {
        tell({ notification: payload.title });
      },
    }),
  }),
);
backend.add(
  createServiceFactory({
    service: signalsServiceRef,
    deps: {},
    factory: () => ({
      publish: async ({ message }) => {
        tell({ signal: message });
      },
    }),
  }),
);
backend.add(plugin);
backend.start().then(
  () => tell({ started: true }),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
