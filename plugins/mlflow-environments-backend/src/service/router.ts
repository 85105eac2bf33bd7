import { json, Router } from 'express';
import {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { createOpenApiRouter } from '../schema/openapi';
import { Environments } from '../environments/Environments';
import { EnvironmentAuthorizer } from '../permissions/EnvironmentAuthorizer';
import { Previewer } from '../previews/Previewer';
import { Names } from '../requests/Names';
import { RequestService } from '../requests/RequestService';
import { MemoryEnvironmentStore } from '../store';
import { Targets } from '../targets';
import { EnvironmentService } from './EnvironmentService';
import { measureRoutes } from './measureRoutes';
import { addEnvironmentRoutes } from './routes/environments';
import { addRequestRoutes } from './routes/requests';
import { addStatusRoutes } from './routes/status';

/** What the routes call. */
export interface RouterOptions {
  auth: AuthService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  metrics: MetricsService;
  authorizer: EnvironmentAuthorizer;
  service: EnvironmentService;
  environments: Environments;
  store: MemoryEnvironmentStore;
  requests: RequestService;
  names: Names;
  previewer: Previewer;
  targets: Targets;
  previewsPerMinute: number;
}

/** A router whose requests are validated by the OpenAPI document. */
export type ApiRouter = Awaited<ReturnType<typeof createOpenApiRouter>>;

/** A claim's parameters are far smaller. */
const LARGEST_BODY = '100kb';

export async function createRouter(options: RouterOptions): Promise<Router> {
  const router = await createOpenApiRouter({
    middleware: [measureRoutes(options.metrics), json({ limit: LARGEST_BODY })],
  });
  addEnvironmentRoutes(router, options);
  addRequestRoutes(router, options);
  addStatusRoutes(router, options);
  return router;
}
