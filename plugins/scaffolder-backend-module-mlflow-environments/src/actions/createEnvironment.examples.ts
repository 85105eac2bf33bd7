import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Ask for an environment with the defaults of the platform',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Write the request',
          action: 'mlflow:environment:create',
          input: {
            namespace: 'team-a',
            parameters: { environmentID: 'churn-model' },
          },
        },
      ],
    }),
  },
  {
    description:
      'Ask for a production environment on one of several targets, and publish the change as a pull request',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Write the request',
          action: 'mlflow:environment:create',
          input: {
            target: 'europe',
            namespace: 'team-a',
            parameters: {
              environmentID: 'churn-model',
              stage: 'prod',
              region: 'eu-west-1',
              owner: 'group:default/team-a',
              database: { tier: 'M30' },
            },
          },
        },
        {
          id: 'pull-request',
          name: 'Ask for review',
          action: 'publish:github:pull-request',
          input: {
            repoUrl: '${{ steps.create.output.repoUrl }}',
            branchName: '${{ steps.create.output.branchName }}',
            targetBranchName: '${{ steps.create.output.targetBranch }}',
            title: '${{ steps.create.output.title }}',
            description: '${{ steps.create.output.description }}',
            sourcePath: '${{ steps.create.output.changesPath }}',
            filesToDelete: '${{ steps.create.output.filesToDelete }}',
            update: true,
          },
        },
      ],
    }),
  },
];
