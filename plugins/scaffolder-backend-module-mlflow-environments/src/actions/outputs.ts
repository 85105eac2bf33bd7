import { ScmIntegrations } from '@backstage/integration';
import { Zod } from './zod';
import { ClaimTarget } from '../config/ClaimTarget';
import { repoUrlOf, scmTypeOf } from '../git/hosting';

/** What an action that changes a claim tells the steps that publish the change. */
export const changeOutputs = {
  changesPath: (z: Zod) =>
    z.string().describe('Folder of the workspace with the touched files only'),
  basePath: (z: Zod) =>
    z
      .string()
      .describe('Folder of the workspace with the same files as they were'),
  filesToDelete: (z: Zod) =>
    z.array(z.string()).describe('Files of the repository that go'),
  scmType: (z: Zod) =>
    z
      .enum(['github', 'gitlab', 'git'])
      .describe('Kind of host, by the integration that matches the clone URL'),
  publish: (z: Zod) =>
    z
      .enum(['pull-request', 'push'])
      .describe('Whether the change waits for review, as the target says'),
  repoUrl: (z: Zod) =>
    z.string().describe('The repository in the form that publish actions take'),
  cloneUrl: (z: Zod) => z.string().describe('The repository, for Git'),
  branchName: (z: Zod) =>
    z
      .string()
      .describe(
        'Branch to publish to: a new one for review, else that of the target',
      ),
  targetBranch: (z: Zod) =>
    z.string().describe('Branch that the cluster follows'),
  title: (z: Zod) => z.string().describe('Title of the change'),
  description: (z: Zod) =>
    z.string().describe('What the change is about, in Markdown'),
  claimPath: (z: Zod) => z.string().describe('The claim in the repository'),
  entityRef: (z: Zod) =>
    z.string().describe('The catalog entity of the environment'),
};

/** The values of {@link changeOutputs}. */
export type ChangeOutputs = {
  [Name in keyof typeof changeOutputs]: ReturnType<
    (typeof changeOutputs)[Name]
  >['_output'];
};

/** What a change that is published is of. */
export interface Publication {
  change: 'create' | 'decommission';
  environment: { namespace: string; environmentID: string };
  taskId: string;
}

/** How and where a change to a target's repository is published. */
export function publication(
  integrations: ScmIntegrations,
  target: ClaimTarget,
  options: Publication,
) {
  const scmType = scmTypeOf(target.cloneUrl, integrations);
  // Plain Git has nothing to review a change with.
  const publish = scmType === 'git' ? 'push' : target.publish;
  return {
    scmType,
    publish,
    repoUrl: repoUrlOf(target.cloneUrl, integrations),
    cloneUrl: target.cloneUrl,
    branchName: publish === 'push' ? target.branch : reviewBranch(options),
    targetBranch: target.branch,
  };
}

/** A branch of its own for each task, and the same one when the task is tried again. */
function reviewBranch({ change, environment, taskId }: Publication): string {
  const { namespace, environmentID } = environment;
  const task = taskId.replace(/[^A-Za-z0-9]/g, '').slice(0, 8);
  return `mlflow-environments/${change}-${namespace}-${environmentID}-${task}`;
}
