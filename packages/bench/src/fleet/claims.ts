import { KubernetesObject } from '@mlops-platform/function-mlflow-environments';

/** Environments of a namespace: teams have some dozens, not thousands. */
const PER_NAMESPACE = 50;
const STAGES = ['dev', 'dev', 'dev', 'staging', 'staging', 'prod'];
const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1'];
const TEAMS = 25;

/** The claims of a fleet: the same each time, for the same size. */
export function fleetClaims(size: number): KubernetesObject[] {
  return Array.from({ length: size }, (_, index) => claim(index));
}

/** Namespaces that a fleet of this size lives in. */
export function fleetNamespaces(size: number): string[] {
  return Array.from({ length: Math.ceil(size / PER_NAMESPACE) }, (_, index) =>
    namespaceOf(index * PER_NAMESPACE),
  );
}

function claim(index: number): KubernetesObject {
  const name = `experiment-${String(index).padStart(5, '0')}`;
  const namespace = namespaceOf(index);
  const stage = STAGES[index % STAGES.length];
  return {
    apiVersion: 'mlops.example.com/v1alpha1',
    kind: 'MLflowEnvironment',
    metadata: {
      name,
      namespace,
      annotations: {
        'mlops.example.com/claim-repository':
          'https://git.example.com/mlops/claims.git',
        'mlops.example.com/claim-path': `environments/${namespace}/${name}.yaml`,
      },
    },
    spec: {
      parameters: {
        environmentID: name,
        region: REGIONS[index % REGIONS.length],
        stage,
        deletionPolicy: 'Orphan',
        owner: `group:default/team-${index % TEAMS}`,
        costCenter: `cc-${1000 + (index % TEAMS)}`,
        database: { tier: 'M10', version: '8.0' },
        artifacts: { versioning: true, retentionDays: 30 },
        server: { replicas: 1 },
        observability: { metrics: true, logs: 'None' },
      },
    },
  };
}

function namespaceOf(index: number): string {
  return `team-${String(Math.floor(index / PER_NAMESPACE)).padStart(3, '0')}`;
}
