import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composedServer } from './composedServer';
import { canIsolate, MlflowServer } from './MlflowServer';
import { installedEnvironment } from './pythonEnvironment';

const environment = installedEnvironment();
const composed = composedServer('full.yaml', { podNetworks: ['100.64.*'] });
const experiments = composed.probes.readiness.path;
const INGRESS_HOST = 'churn-models.mlflow.example.com';
/** Only an isolated server has the log's folder where the pod has it. */
const isolated = canIsolate ? describe : describe.skip;

isolated('the server of a claim with every field', () => {
  let server: MlflowServer;

  beforeAll(async () => {
    server = await MlflowServer.start({
      environment,
      composed,
      swapped: folder => ({
        MLFLOW_BACKEND_STORE_URI: `sqlite:///${folder}/mlflow.db`,
        MLFLOW_REGISTRY_STORE_URI: `sqlite:///${folder}/mlflow.db`,
      }),
    });
  });

  afterAll(async () => {
    await server?.dispose();
  });

  it.each([INGRESS_HOST, `${INGRESS_HOST}:443`])(
    'answers as %s, behind the ingress',
    async host => {
      expect(await server.get(experiments, { host })).toMatchObject({
        status: 200,
      });
    },
  );

  it("answers to the platform's own pod addresses and no others", async () => {
    expect(
      await server.get('/metrics', { host: '100.64.1.2:5000' }),
    ).toMatchObject({ status: 200 });
    expect(
      await server.get('/metrics', { host: '10.1.2.3:5000' }),
    ).toMatchObject({ status: 403 });
  });

  it.each([
    ['lets pages of its own change things', `https://${INGRESS_HOST}`, 200],
    ["refuses other sites' pages", 'https://attacker.example', 403],
  ])('%s', async (_behaviour, origin, status) => {
    const answer = await server.post(
      '/api/2.0/mlflow/experiments/create',
      { name: `from ${origin}` },
      { host: INGRESS_HOST, origin },
    );
    expect(answer).toMatchObject({ status });
  });

  it('writes its log where the sidecar reads it, and to standard output', () => {
    const file = readFileSync(
      join(server.folders['/var/log/mlflow'], 'server.log'),
      'utf8',
    );
    for (const log of [file, server.log]) {
      expect(log).toContain('Uvicorn running on http://0.0.0.0');
    }
  });

  it('is told to stop through the shell that starts it', async () => {
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
