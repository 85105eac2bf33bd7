import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Show an environment as asked for, with its pull request',
    example: stringify({
      steps: [
        {
          id: 'register',
          name: 'Show it in the catalog',
          action: 'mlflow:environment:register',
          input: {
            namespace: 'team-a',
            parameters: { environmentID: 'churn-model' },
            pullRequestUrl: "${{ steps['pull-request'].output.remoteUrl }}",
          },
        },
      ],
    }),
  },
];
