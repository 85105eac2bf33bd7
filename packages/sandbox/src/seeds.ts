import { stringify } from 'yaml';
import { CommittedFile } from './git';
import { FAIL_ANNOTATION, SPEED_ANNOTATION } from './providers';

/** An environment that is there when the sandbox starts. */
interface Seed {
  namespace: string;
  environmentID: string;
  /** What is asked of the simulation. */
  annotations: Record<string, string>;
  parameters: Record<string, unknown>;
}

const SEEDS: Seed[] = [
  {
    namespace: 'team-a',
    environmentID: 'churn-models',
    annotations: { [SPEED_ANNOTATION]: '20' },
    parameters: {
      region: 'eu-central-1',
      stage: 'staging',
      owner: 'group:default/team-a',
      costCenter: 'CC-1042',
      database: { tier: 'M20', backup: true },
      artifacts: { retentionDays: 90 },
      server: { replicas: 2 },
    },
  },
  {
    namespace: 'team-b',
    environmentID: 'fraud-detection',
    annotations: { [FAIL_ANNOTATION]: 'artifact-bucket=BucketAlreadyExists' },
    parameters: {
      region: 'us-east-1',
      stage: 'dev',
      owner: 'group:default/team-b',
      costCenter: 'CC-2077',
      deletionPolicy: 'Delete',
      database: { tier: 'Flex' },
    },
  },
  {
    namespace: 'data-science-projects',
    environmentID: 'demand-forecast',
    // Slow enough to be seen coming up for some minutes.
    annotations: {
      [SPEED_ANNOTATION]: '0.08',
      'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
    },
    parameters: {
      region: 'us-west-2',
      stage: 'prod',
      owner: 'group:default/team-a',
      costCenter: 'CC-3001',
      database: { tier: 'M30', version: '8.0' },
      observability: { logs: 'Sidecar' },
    },
  },
];

const README = `# Claims

One file, one MLflow environment: \`environments/<namespace>/<environmentID>.yaml\`.
What is pushed to \`main\` is applied within a second; what is removed is pruned.
`;

/** The files of the claims repository as the sandbox starts it. */
export function seedFiles(cloneUrl: string): CommittedFile[] {
  return [
    { path: 'README.md', content: README },
    ...SEEDS.map(seed => claimFile(seed, cloneUrl)),
  ];
}

function claimFile(seed: Seed, cloneUrl: string): CommittedFile {
  const { namespace, environmentID, annotations, parameters } = seed;
  const path = `environments/${namespace}/${environmentID}.yaml`;
  return {
    path,
    content: stringify({
      apiVersion: 'mlops.example.com/v1alpha1',
      kind: 'MLflowEnvironment',
      metadata: {
        name: environmentID,
        namespace,
        annotations: {
          'mlops.example.com/claim-repository': cloneUrl,
          'mlops.example.com/claim-path': path,
          ...annotations,
        },
      },
      spec: { parameters: { environmentID, ...parameters } },
    }),
  };
}
