import {
  createBackendPlugin,
  coreServices,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  CompoundEntityRef,
  Entity,
  parseEntityRef,
} from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import githubModule from '@backstage/plugin-scaffolder-backend-module-github';
import gitlabModule from '@backstage/plugin-scaffolder-backend-module-gitlab';
import { JsonObject } from '@backstage/types';
import { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mlflowEnvironmentsModule from '../index';
import { FakeEnvironmentsBackend } from './FakeEnvironmentsBackend';
import { templateOf } from './template';

/** How a task ended. */
export interface FinishedTask {
  status: 'completed' | 'failed';
  /** What its steps said, one line each. */
  log: string;
  output: { links?: JsonObject[] };
}

/** A catalog that has the templates, and each environment as soon as it is asked for. */
async function getEntityByRef(
  entityRef: string | CompoundEntityRef,
): Promise<Entity | undefined> {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  switch (kind.toLocaleLowerCase('en-US')) {
    case 'template':
      return templateOf(name);
    case 'resource':
      return {
        apiVersion: 'backstage.io/v1alpha1',
        kind,
        metadata: { namespace, name },
      };
    default:
      return undefined;
  }
}

/** The real scaffolder with the real GitHub and GitLab actions and ours, and our templates. */
export class ScaffolderUnderTest {
  private constructor(
    private readonly baseUrl: string,
    private readonly stopBackend: () => Promise<void>,
  ) {}

  static async start(
    config: JsonObject,
    environments: FakeEnvironmentsBackend,
  ): Promise<ScaffolderUnderTest> {
    const workingDirectory = await mkdtemp(join(tmpdir(), 'scaffolder-'));
    const backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        githubModule,
        gitlabModule,
        mlflowEnvironmentsModule,
        environmentsPlugin(environments),
        mockServices.rootConfig.factory({
          data: { backend: { workingDirectory }, ...config },
        }),
        catalogServiceMock.mock({ getEntityByRef }).factory,
      ],
    });
    const { port } = backend.server.address() as AddressInfo;
    return new ScaffolderUnderTest(
      `http://127.0.0.1:${port}/api/scaffolder`,
      async () => {
        await backend.stop();
        await rm(workingDirectory, { recursive: true, force: true });
      },
    );
  }

  stop(): Promise<void> {
    return this.stopBackend();
  }

  /** Submits the answers to the Create wizard and waits for the task's end. */
  create(
    values: JsonObject,
    secrets?: Record<string, string>,
  ): Promise<FinishedTask> {
    return this.run('create-mlflow-environment', values, secrets);
  }

  /** The same for any of our templates. */
  async run(
    template: string,
    values: JsonObject,
    secrets: Record<string, string> = {},
  ): Promise<FinishedTask> {
    const response = await this.fetch('/v2/tasks', {
      templateRef: `template:default/${template}`,
      values,
      secrets,
    });
    const { id, ...rest } = await response.json();
    if (!id) throw new Error(`The task was refused: ${JSON.stringify(rest)}`);
    for (;;) {
      const task = await (await this.fetch(`/v2/tasks/${id}`)).json();
      if (task.status === 'completed' || task.status === 'failed') {
        return { status: task.status, ...(await this.eventsOf(id)) };
      }
      await sleep(50);
    }
  }

  private async eventsOf(id: string) {
    const response = await this.fetch(`/v2/tasks/${id}/events`);
    const events: Array<{
      type: string;
      body: { message: string; output?: FinishedTask['output'] };
    }> = await response.json();
    return {
      log: events.map(event => event.body.message).join('\n'),
      output:
        events.find(event => event.type === 'completion')?.body.output ?? {},
    };
  }

  private async fetch(path: string, body?: JsonObject): Promise<Response> {
    return fetch(`${this.baseUrl}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: mockCredentials.user.header('user:default/alice'),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
  }
}

function environmentsPlugin(environments: FakeEnvironmentsBackend) {
  return createBackendPlugin({
    pluginId: 'mlflow-environments',
    register(env) {
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          httpRouter.use((request, response) =>
            environments.handle(request, response),
          );
        },
      });
    },
  });
}
