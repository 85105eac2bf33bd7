import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { environmentReadPermission } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import Router from 'express-promise-router';
import { eventLoopDelay } from './eventLoop';
import { ProcessReading } from './ProcessReading';

const USERS = { allow: ['user' as const] };

/** The least that a route of this backend can cost, and what the process says of itself. */
export const benchPlugin = createBackendPlugin({
  pluginId: 'bench',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
      },
      async init({ httpAuth, httpRouter, permissions }) {
        const router = Router();

        router.get('/empty', async (req, res) => {
          await httpAuth.credentials(req, USERS);
          res.json({});
        });

        router.get('/permission', async (req, res) => {
          const credentials = await httpAuth.credentials(req, USERS);
          await permissions.authorizeConditional(
            [{ permission: environmentReadPermission }],
            { credentials },
          );
          res.json({});
        });

        router.get('/process', async (req, res) => {
          await httpAuth.credentials(req, USERS);
          res.json(readProcess());
        });

        router.post('/collect', async (req, res) => {
          await httpAuth.credentials(req, USERS);
          await collectGarbage();
          res.json(readProcess());
        });

        router.post('/watch-loop', async (req, res) => {
          await httpAuth.credentials(req, USERS);
          eventLoopDelay.reset();
          res.json({});
        });

        httpRouter.use(router);
      },
    });
  },
});

function readProcess(): ProcessReading {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    cpuMs: (user + system) / 1000,
    rssBytes: rss,
    heapBytes: heapUsed,
    loopDelayMs: {
      p50: eventLoopDelay.percentile(50) / 1e6,
      p99: eventLoopDelay.percentile(99) / 1e6,
      max: eventLoopDelay.max / 1e6,
    },
  };
}

/** Several times: what finalizers let go of is collected by the next, and pages are given back after that. */
async function collectGarbage(): Promise<void> {
  if (!global.gc) {
    throw new Error('The backend must run with --expose-gc');
  }
  for (let round = 0; round < 4; round += 1) {
    await global.gc({
      type: 'major',
      execution: 'sync',
      flavor: 'last-resort',
    });
    await sleep(250);
  }
}
