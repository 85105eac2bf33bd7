import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject } from '@backstage/types';
import { readFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionOptions } from '../actions/context';
import { EnvironmentRequests } from '../api/EnvironmentRequests';
import { readModuleConfig } from '../config/readModuleConfig';

/** Options for the actions, from configuration as an owner would write it. */
export function actionOptions(options: {
  config: JsonObject;
  environmentsUrl: string;
  catalog?: ActionOptions['catalog'];
  permissions?: ActionOptions['permissions'];
}): ActionOptions {
  const config = new ConfigReader(options.config);
  return {
    catalog: options.catalog ?? {
      getEntityByRef: async () => {
        throw new Error('there is no catalog in this test');
      },
    },
    config: readModuleConfig(config),
    integrations: ScmIntegrations.fromConfig(config),
    permissions: options.permissions ?? mockServices.permissions(),
    requests: new EnvironmentRequests({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => options.environmentsUrl,
      }),
    }),
  };
}

/** The integration that may push to a test's Git host. */
export function giteaAt(host: string): JsonObject {
  return {
    gitea: [
      {
        host,
        baseUrl: `http://${host}`,
        username: 'writer',
        password: 'secret-of-writer',
      },
    ],
  };
}

/** The only target: a repository. */
export function onlyTarget(
  cloneUrl: string,
  overrides: JsonObject = {},
): JsonObject {
  return {
    targets: [
      {
        name: 'demo',
        cluster: 'sandbox',
        cloneUrl,
        namespaces: ['team-a', 'team-b'],
        ...overrides,
      },
    ],
  };
}

/** A target of a repository on a test's Git host, and the integration that may push there. */
export function gitConfig(options: {
  host: string;
  cloneUrl: string;
  target?: JsonObject;
  rest?: JsonObject;
}): JsonObject {
  return {
    integrations: giteaAt(options.host),
    mlflowEnvironments: onlyTarget(options.cloneUrl, options.target),
    ...options.rest,
  };
}

/** What a step left behind. */
export interface StepResult {
  output: Record<string, unknown>;
  logs: string[];
  workspacePath: string;
}

/** The text of a file that a step changed. */
export function changedFile(step: StepResult, path: string): string {
  return readFileSync(
    join(step.workspacePath, String(step.output.changesPath), path),
    'utf8',
  );
}

/** Names of the files in a folder that a step wrote, in order. */
export async function filesIn(
  step: StepResult,
  folder: 'changesPath' | 'basePath',
): Promise<string[]> {
  const entries = await readdir(
    join(step.workspacePath, String(step.output[folder])),
    { recursive: true, withFileTypes: true },
  );
  return entries
    .filter(entry => entry.isFile())
    .map(entry => entry.name)
    .sort();
}

/** Runs actions as steps of tasks, with inputs that may be wrong. Each workspace is empty. */
export function stepRunner() {
  const directory = createMockDirectory();
  let workspaces = 0;
  const newWorkspace = async () => {
    const path = directory.resolve(`workspace-${++workspaces}`);
    await mkdir(path, { recursive: true });
    return path;
  };

  async function runStep(
    action: TemplateAction<any, any>,
    input: JsonObject,
    overrides: Partial<ActionContext<JsonObject>> = {},
  ): Promise<StepResult> {
    const output: Record<string, unknown> = {};
    const logs: string[] = [];
    const logger = mockServices.logger.mock();
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      logger[level].mockImplementation(message => logs.push(`${message}`));
    }
    const workspacePath = overrides.workspacePath ?? (await newWorkspace());
    await action.handler({
      ...createMockActionContext({ input, workspacePath }),
      createTemporaryDirectory: async () => directory.path,
      ...overrides,
      logger,
      workspacePath,
      output: (name, value) => {
        output[String(name)] = value;
      },
    });
    return { output, logs, workspacePath };
  }
  return Object.assign(runStep, { newWorkspace });
}
