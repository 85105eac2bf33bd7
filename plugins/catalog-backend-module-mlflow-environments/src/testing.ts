import { EnvironmentSummary } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** An environment as the API lists it; name it where the test is about names, override what the test is about. */
export function anEnvironment(
  name: string,
  overrides: Partial<EnvironmentSummary> & { cluster?: string } = {},
): EnvironmentSummary {
  const { cluster = 'sandbox', ...rest } = overrides;
  return {
    ref: { cluster, namespace: 'team-a', name },
    uid: `uid-${name}`,
    version: 1,
    entityRef:
      cluster === 'sandbox'
        ? `resource:team-a/${name}`
        : `resource:team-a/${name}.${cluster}`,
    owner: 'group:default/team-a',
    parameters: { environmentID: name, region: 'us-east-1', stage: 'dev' },
    health: { status: 'Healthy', progress: { ready: 16, total: 16 } },
    links: [],
    ...rest,
  };
}
