import { readEnvironment } from '../environment';
import { fieldAt } from '../kubernetes';
import { anEnvironment, someSettings } from '../__testUtils__/builders';
import { podTemplate } from './pod';

const pod = (
  parameters: Record<string, unknown> = {},
  settings: unknown = {},
) =>
  podTemplate(
    readEnvironment(anEnvironment(parameters), someSettings(settings)),
  ).spec;

const server = (...from: Parameters<typeof pod>) => pod(...from)?.containers[0];

const variable = (name: string, ...from: Parameters<typeof pod>) =>
  server(...from)?.env?.find(candidate => candidate.name === name);

describe("the server's pod", () => {
  it('satisfies the restricted Pod Security Standard, sidecar included', () => {
    const spec = pod({ observability: { logs: 'Sidecar' } });
    expect(spec?.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    const containers = [
      ...(spec?.containers ?? []),
      ...(spec?.initContainers ?? []),
    ];
    expect(containers.map(({ name }) => name)).toEqual(['mlflow', 'logs']);
    for (const { securityContext } of containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('takes the database and the artifacts from the Secret', () => {
    const fromSecret = (key: string) => ({
      valueFrom: { secretKeyRef: { name: 'demo-mlflow-config', key } },
    });
    expect(variable('MLFLOW_BACKEND_STORE_URI')).toMatchObject(
      fromSecret('MONGO_URI'),
    );
    expect(variable('MLFLOW_REGISTRY_STORE_URI')).toMatchObject(
      fromSecret('MONGO_URI'),
    );
    expect(variable('MLFLOW_ARTIFACTS_DESTINATION')).toMatchObject(
      fromSecret('ARTIFACT_ROOT'),
    );
  });

  it('answers under every name of its Service, to scrapes and to port-forwards', () => {
    const hosts = variable('MLFLOW_SERVER_ALLOWED_HOSTS')?.value?.split(',');
    expect(hosts).toEqual([
      'mlflow-demo',
      'mlflow-demo:*',
      'mlflow-demo.team-a',
      'mlflow-demo.team-a:*',
      'mlflow-demo.team-a.svc',
      'mlflow-demo.team-a.svc:*',
      'mlflow-demo.team-a.svc.cluster.local',
      'mlflow-demo.team-a.svc.cluster.local:*',
      'localhost',
      'localhost:*',
      '10.*',
    ]);
  });

  it('answers under its ingress host, to browsers as well', () => {
    const host = 'demo.mlflow.example.com';
    const exposed = { server: { ingressHost: host } };
    expect(variable('MLFLOW_SERVER_ALLOWED_HOSTS', exposed)?.value).toContain(
      `,${host},${host}:*,`,
    );
    expect(variable('MLFLOW_SERVER_CORS_ALLOWED_ORIGINS', exposed)?.value).toBe(
      `https://${host}`,
    );
  });

  it('is ready only with its database, under a host name it accepts', () => {
    const { readinessProbe, livenessProbe, startupProbe } = server() ?? {};
    expect(readinessProbe?.httpGet).toEqual({
      path: '/api/2.0/mlflow/experiments/search?max_results=1',
      port: 'http',
      httpHeaders: [{ name: 'Host', value: 'localhost:5000' }],
    });
    expect(livenessProbe?.httpGet?.path).toBe('/health');
    expect(startupProbe?.httpGet?.path).toBe('/health');
  });

  it('keeps the URI of its database out of its log', () => {
    expect(variable('MLFLOW_SERVER_ENABLE_JOB_EXECUTION')?.value).toBe('false');
  });

  it('stops when nobody is sent there any more', () => {
    expect(server()?.lifecycle).toEqual({
      preStop: { exec: { command: ['sleep', '5'] } },
    });
  });

  it('exposes metrics where the claim wants them', () => {
    expect(variable('MLFLOW_EXPOSE_PROMETHEUS')?.value).toBe('/tmp/metrics');
    expect(
      variable('MLFLOW_EXPOSE_PROMETHEUS', {
        observability: { metrics: false },
      }),
    ).toBeUndefined();
  });

  it('pulls its image with the secrets of the platform', () => {
    expect(
      pod({}, { server: { image: { pullSecrets: ['registry'] } } })
        ?.imagePullSecrets,
    ).toEqual([{ name: 'registry' }]);
  });

  it('keeps the server as first process when its log is copied to a file', () => {
    const command =
      server({ observability: { logs: 'Sidecar' } })?.command ?? [];
    expect(command.slice(0, 2)).toEqual(['bash', '-c']);
    expect(command[2]).toMatch(
      /^exec mlflow server > >\(exec python -c '[^']+'\) 2>&1$/,
    );
  });

  it('names the environment on every line that is shipped', () => {
    const [sidecar] =
      pod({ observability: { logs: 'Sidecar' } })?.initContainers ?? [];
    expect(sidecar.args).toEqual(
      expect.arrayContaining(['-o', 'http', 'record=environment team-a/demo']),
    );
  });

  it.each([
    [
      { requests: { memory: '4Gi' } },
      { requests: { memory: '4Gi' }, limits: { memory: '4Gi' } },
    ],
    [
      { limits: { memory: '512Mi' } },
      { requests: { memory: '512Mi' }, limits: { memory: '512Mi' } },
    ],
    [
      { requests: { cpu: '250m' } },
      { requests: { cpu: '250m', memory: '1Gi' }, limits: { memory: '2Gi' } },
    ],
    [
      { requests: { memory: '1.5Gi' } },
      { requests: { memory: '1.5Gi' }, limits: { memory: '2Gi' } },
    ],
  ])('asked for %j gets a request within its limit', (resources, expected) => {
    expect(
      fieldAt(server({ server: { resources } }), 'resources'),
    ).toMatchObject(expected);
  });
});
