import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  actionsRegistryServiceMock,
  metricsServiceMock,
} from '@backstage/backend-test-utils/alpha';
import { JsonObject } from '@backstage/types';
import mlflowEnvironmentsPlugin from '@mlops-platform/backstage-plugin-mlflow-environments-backend';

/** The cluster's name in Backstage. */
export const CLUSTER = 'real';

interface AggregatorOptions {
  /** How the aggregator reaches the cluster. */
  cluster: { url: string; token: string; caData?: string };
  /** `mlflowEnvironments` of its configuration. */
  config?: JsonObject;
}

/** The backend plugin as a Backstage runs it, looking at one cluster; everybody may see everything. */
export class Aggregator {
  static async start({
    cluster,
    config = {},
  }: AggregatorOptions): Promise<Aggregator> {
    const { token, ...reachedAt } = cluster;
    const backend = await startTestBackend({
      features: [
        mlflowEnvironmentsPlugin,
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      ...reachedAt,
                      name: CLUSTER,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: token,
                    },
                  ],
                },
              ],
            },
            mlflowEnvironments: config,
          },
        }),
        // What the plugin does every few seconds happens: the mock's tasks run only once.
        schedulerServiceFactory,
        metricsServiceMock.factory(),
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () =>
            actionsRegistryServiceMock({ logger: mockServices.logger.mock() }),
        }),
      ],
    });
    return new Aggregator(backend);
  }

  private constructor(
    private readonly backend: Awaited<ReturnType<typeof startTestBackend>>,
  ) {}

  /** The answer to a person; throws, with what it says, if it is an error. */
  async get<T>(path: string): Promise<T> {
    return this.send<T>(path, {});
  }

  async post<T>(path: string, body: object): Promise<T> {
    return this.send<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async stop(): Promise<void> {
    await this.backend.stop();
  }

  private async send<T>(path: string, init: RequestInit): Promise<T> {
    const url = `http://127.0.0.1:${this.backend.server.port()}/api/mlflow-environments${path}`;
    const response = await fetch(url, {
      ...init,
      headers: {
        ...init.headers,
        authorization: mockCredentials.user.header('user:default/alice'),
      },
    });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return (await response.json()) as T;
  }
}
