import {
  BackendFeature,
  BackstageCredentials,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { JsonObject } from '@backstage/types';
import {
  AuthorizeResult,
  PermissionCondition,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { EventParams, eventsServiceRef } from '@backstage/plugin-events-node';
import {
  notificationService,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import request from 'supertest';
import plugin from '../index';
import { RecordedLog } from './RecordedLog';
import { RecordedMetrics } from './RecordedMetrics';
import { expectDocumented } from './responseValidator';

const BASE = '/api/mlflow-environments';
const APPLY_CONDITIONS = '/.well-known/backstage/permissions/apply-conditions';

/** What a user may do; everything, unless a test says otherwise. */
export type TestPolicy = (permission: string, user: string) => PolicyDecision;

export const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
export const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

interface TestBackendOptions {
  clusters?: Array<{ name: string; url: string; token?: string }>;
  /** `mlflowEnvironments` */
  config?: JsonObject;
  policy?: TestPolicy;
  database?: ReturnType<typeof mockServices.database.mock>;
  /** Other plugins and modules beside the plugin. */
  features?: BackendFeature[];
}

interface Answer<T> {
  status: number;
  body: T;
}

/** The plugin in a backend, and everything it says to others. */
export class TestBackend {
  readonly signals = { publish: jest.fn(async (_signal: SignalPayload) => {}) };
  readonly notifications = {
    send: jest.fn(async (_notification: NotificationSendOptions) => {}),
  };
  readonly events = {
    publish: jest.fn(async (_event: EventParams) => {}),
    subscribe: jest.fn(),
  };
  readonly audits: Array<{ eventId: string; ended: string }> = [];
  readonly actions = actionsRegistryServiceMock({
    logger: mockServices.logger.mock(),
  });
  readonly metrics = new RecordedMetrics();
  readonly log = new RecordedLog();
  readonly decisions: string[] = [];
  /** The text of every answer so far. */
  readonly answers: string[] = [];
  private readonly tasks = new Map<string, () => Promise<void>>();
  private backend?: Awaited<ReturnType<typeof startTestBackend>>;

  static async start(options: TestBackendOptions = {}): Promise<TestBackend> {
    const test = new TestBackend(options);
    await test.start();
    return test;
  }

  private constructor(private readonly options: TestBackendOptions) {}

  async stop(): Promise<void> {
    await this.backend?.stop();
  }

  /** Does what the scheduler would do by and by. */
  async runTask(
    id: 'keep-up' | 'notify-owners' | 'agree' | 'mlflow-environments:compare',
  ): Promise<void> {
    await this.tasks.get(id)?.();
  }

  async get<T = unknown>(path: string, user?: string): Promise<Answer<T>> {
    return this.send('GET', path, user);
  }

  async post<T = unknown>(
    path: string,
    body: object,
    user?: string,
  ): Promise<Answer<T>> {
    return this.send('POST', path, user, body);
  }

  async put<T = unknown>(
    path: string,
    body: object,
    user?: string,
  ): Promise<Answer<T>> {
    return this.send('PUT', path, user, body);
  }

  async delete(path: string, user?: string): Promise<Answer<unknown>> {
    return this.send('DELETE', path, user);
  }

  /** As a plugin that calls on its own. */
  async getAsService<T = unknown>(path: string): Promise<Answer<T>> {
    return this.dispatch('GET', path, mockCredentials.service.header());
  }

  /** As the permission backend, for a policy that decides on single environments. */
  async applyConditions(
    resourceRefs: string[],
    conditions: PermissionCondition,
  ): Promise<string[]> {
    const response = await this.request('post', APPLY_CONDITIONS)
      .set('authorization', mockCredentials.service.header())
      .send({
        items: resourceRefs.map((resourceRef, id) => ({
          id: String(id),
          resourceRef,
          resourceType: conditions.resourceType,
          conditions,
        })),
      });
    return response.body.items.map(({ result }: { result: string }) => result);
  }

  /** What the catalog has, where it is among the features. */
  async entities(): Promise<object[]> {
    if (!this.backend) {
      throw new Error('The backend is not started');
    }
    const response = await request(this.backend.server)
      .get('/api/catalog/entities')
      .set('authorization', mockCredentials.service.header());
    return response.body;
  }

  /** What a load balancer is told. */
  async readiness(): Promise<number> {
    if (!this.backend) {
      throw new Error('The backend is not started');
    }
    const response = await request(this.backend.server).get(
      '/.backstage/health/v1/readiness',
    );
    return response.status;
  }

  /** As whoever `authorization` says, or as nobody. */
  async raw(
    method: string,
    path: string,
    options: { authorization?: string; body?: object | string } = {},
  ): Promise<Answer<{ error?: { name: string; message: string } }>> {
    const pending = this.request(method, path);
    if (options.authorization) {
      pending.set('authorization', options.authorization);
    }
    if (options.body !== undefined) {
      pending.set('content-type', 'application/json').send(options.body);
    }
    const response = await pending;
    this.answers.push(response.text);
    return { status: response.status, body: response.body };
  }

  private async send<T>(
    method: string,
    path: string,
    user = 'user:default/alice',
    body?: object,
  ): Promise<Answer<T>> {
    return this.dispatch(method, path, mockCredentials.user.header(user), body);
  }

  private async dispatch<T>(
    method: string,
    path: string,
    authorization: string,
    body?: object,
  ): Promise<Answer<T>> {
    const response = await this.request(method, path)
      .set('authorization', authorization)
      .send(body);
    this.answers.push(response.text);
    expectDocumented(method, path, response.status, response.body);
    return { status: response.status, body: response.body };
  }

  private request(method: string, path: string) {
    if (!this.backend) {
      throw new Error('The backend is not started');
    }
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    return request(this.backend.server)[verb](`${BASE}${path}`);
  }

  private async start(): Promise<void> {
    const { clusters = [], config = {}, database } = this.options;
    this.backend = await startTestBackend({
      features: [
        plugin,
        ...(this.options.features ?? []),
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: clusters.map(({ name, url, token }) => ({
                    name,
                    url,
                    authProvider: 'serviceAccount',
                    serviceAccountToken: token ?? 'token',
                  })),
                },
              ],
            },
            mlflowEnvironments: {
              permissions: { decisionCacheSeconds: 0 },
              ...config,
            },
          },
        }),
        this.permissionsFactory(),
        this.auditorFactory(),
        this.schedulerFactory(),
        this.actionsFactory(),
        createServiceFactory({
          service: metricsServiceRef,
          deps: {},
          factory: () => this.metrics,
        }),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => this.log,
        }),
        ...(database ? [database.factory] : []),
        createServiceFactory({
          service: signalsServiceRef,
          deps: {},
          factory: () => this.signals,
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => this.notifications,
        }),
        createServiceFactory({
          service: eventsServiceRef,
          deps: {},
          factory: () => this.events,
        }),
      ],
    });
  }

  private permissionsFactory() {
    const decide = (
      permission: string,
      credentials: BackstageCredentials | undefined,
    ): PolicyDecision => {
      const principal = credentials?.principal as
        | { userEntityRef?: string }
        | undefined;
      const user = principal?.userEntityRef;
      if (!user) {
        return ALLOW;
      }
      this.decisions.push(`${permission} ${user}`);
      return this.options.policy?.(permission, user) ?? ALLOW;
    };
    return mockServices.permissions.mock({
      authorize: async (queries, options) =>
        queries.map(({ permission }) => {
          const { result } = decide(permission.name, options?.credentials);
          return {
            result:
              result === AuthorizeResult.ALLOW
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          };
        }),
      authorizeConditional: async (queries, options) =>
        queries.map(({ permission }) =>
          decide(permission.name, options?.credentials),
        ),
    }).factory;
  }

  private schedulerFactory() {
    return mockServices.scheduler.mock({
      scheduleTask: async ({ id, fn }) => {
        this.tasks.set(id, async () => {
          await fn(new AbortController().signal);
        });
      },
      createScheduledTaskRunner: () => ({
        run: async ({ id, fn }) => {
          this.tasks.set(id, async () => {
            await fn(new AbortController().signal);
          });
        },
      }),
    }).factory;
  }

  private actionsFactory() {
    return createServiceFactory({
      service: actionsRegistryServiceRef,
      deps: {},
      factory: () => this.actions,
    });
  }

  private auditorFactory() {
    return createServiceFactory({
      service: coreServices.auditor,
      deps: {},
      factory: () => ({
        createEvent: async ({ eventId }: { eventId: string }) => ({
          success: async () => {
            this.audits.push({ eventId, ended: 'success' });
          },
          fail: async ({ error }: { error: Error }) => {
            this.audits.push({ eventId, ended: error.name });
          },
        }),
      }),
    });
  }
}
