import { ScmIntegrations } from '@backstage/integration';
import { FileChange } from '../changes/FileChange';
import { changeFoldersOf, writeChanges } from '../changes/workspace';
import { ClaimTarget } from '../config/ClaimTarget';
import { ChangeOutputs, publication, Publication } from './outputs';

/** A change to a target's repository, as people and the catalog know it. */
export interface PlannedChange {
  change: Publication['change'];
  target: ClaimTarget;
  environment: Publication['environment'];
  changes: FileChange[];
  claimPath: string;
  title: string;
  description: string;
  entityRef: string;
}

/** Writes a planned change into the workspace, and tells the steps that publish it what they need to know. */
export async function handOver(
  integrations: ScmIntegrations,
  ctx: {
    workspacePath: string;
    task: { id: string };
    output(name: keyof ChangeOutputs, value: string | string[]): void;
  },
  planned: PlannedChange,
): Promise<void> {
  const { change, target, environment, changes, claimPath } = planned;
  const folders = changeFoldersOf(claimPath);
  await writeChanges(ctx.workspacePath, folders, changes);
  const outputs: ChangeOutputs = {
    ...folders,
    ...publication(integrations, target, {
      change,
      environment,
      taskId: ctx.task.id,
    }),
    title: planned.title,
    description: planned.description,
    filesToDelete: changes
      .filter(({ content }) => content === undefined)
      .map(({ path }) => path),
    claimPath,
    entityRef: planned.entityRef,
  };
  for (const [name, value] of Object.entries(outputs)) {
    ctx.output(name as keyof ChangeOutputs, value);
  }
}
