import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const change = {
  cloneUrl: '${{ steps.create.output.cloneUrl }}',
  branchName: '${{ steps.create.output.branchName }}',
  targetBranch: '${{ steps.create.output.targetBranch }}',
  changesPath: '${{ steps.create.output.changesPath }}',
  basePath: '${{ steps.create.output.basePath }}',
  filesToDelete: '${{ steps.create.output.filesToDelete }}',
  title: '${{ steps.create.output.title }}',
};

export const examples: TemplateExample[] = [
  {
    description: 'Push what mlflow:environment:create has written',
    example: stringify({
      steps: [
        {
          id: 'push',
          name: 'Commit the request',
          action: 'mlflow:gitops:push',
          input: change,
        },
      ],
    }),
  },
  {
    description:
      'Push it to a branch of its own and open a GitLab merge request from there',
    example: stringify({
      steps: [
        {
          id: 'push',
          name: 'Commit the request',
          action: 'mlflow:gitops:push',
          input: change,
        },
        {
          id: 'merge-request',
          name: 'Ask for review',
          action: 'publish:gitlab:merge-request',
          input: {
            repoUrl: '${{ steps.create.output.repoUrl }}',
            branchName: '${{ steps.create.output.branchName }}',
            targetBranchName: '${{ steps.create.output.targetBranch }}',
            title: '${{ steps.create.output.title }}',
            description: '${{ steps.create.output.description }}',
            sourcePath: '${{ steps.create.output.changesPath }}',
            commitAction: 'skip',
          },
        },
      ],
    }),
  },
];
