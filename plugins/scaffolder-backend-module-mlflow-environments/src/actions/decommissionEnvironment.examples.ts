import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Take an environment away at once, on a target that is pushed to',
    example: stringify({
      steps: [
        {
          id: 'decommission',
          name: 'Remove the claim',
          action: 'mlflow:environment:decommission',
          input: { namespace: 'team-a', environmentID: 'churn-model' },
        },
        {
          id: 'push',
          name: 'Commit the removal',
          action: 'mlflow:gitops:push',
          input: {
            cloneUrl: '${{ steps.decommission.output.cloneUrl }}',
            branchName: '${{ steps.decommission.output.branchName }}',
            targetBranch: '${{ steps.decommission.output.targetBranch }}',
            changesPath: '${{ steps.decommission.output.changesPath }}',
            basePath: '${{ steps.decommission.output.basePath }}',
            filesToDelete: '${{ steps.decommission.output.filesToDelete }}',
            title: '${{ steps.decommission.output.title }}',
            description: '${{ steps.decommission.output.description }}',
          },
        },
      ],
    }),
  },
];
