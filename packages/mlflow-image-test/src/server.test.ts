import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from './client';
import { composedServer } from './composedServer';
import { imageConfiguration } from './dockerfile';
import { open } from './http';
import { canIsolate, MlflowServer } from './MlflowServer';
import { installedEnvironment } from './pythonEnvironment';
import { S3 } from './S3';

const DATABASE_FILE = 'mlflow.db';
/** A database of MongoDB's, where somebody has one to test with. */
const realDatabase = process.env.MLFLOW_TEST_MONGO_URI;
const onSqlite = realDatabase ? it.skip : it;
const isolated = canIsolate ? it : it.skip;

const environment = installedEnvironment();
const { versions, deviation } = environment;
const installed = ['mlflow', 'mlflow-mongodb', 'boto3']
  .map(name => `${name} ${versions[name]}`)
  .join(', ');
const store = realDatabase ? 'the MongoDB given' : 'SQLite';

const composed = composedServer('dev-team-a-project.yaml');
const artifacts = new URL(composed.variables.MLFLOW_ARTIFACTS_DESTINATION);

describe(`the server as composed, on ${store} (${installed}${
  deviation && `; ${deviation}`
})`, () => {
  let s3: S3;
  let server: MlflowServer;

  beforeAll(async () => {
    s3 = await S3.start(environment, {
      name: artifacts.host,
      region: composed.variables.AWS_DEFAULT_REGION,
    });
    server = await MlflowServer.start({
      environment,
      composed,
      swapped: folder => {
        const uri = realDatabase ?? `sqlite:///${folder}/${DATABASE_FILE}`;
        return {
          ...s3.variables,
          MLFLOW_BACKEND_STORE_URI: uri,
          MLFLOW_REGISTRY_STORE_URI: uri,
        };
      },
    });
  });

  afterAll(async () => {
    await server?.dispose();
    await s3?.stop();
  });

  it('runs the command and the user of the image', () => {
    const { command, user } = imageConfiguration();
    expect(command).toEqual(composed.command);
    expect(user).toBe(`${composed.userId}:${composed.userId}`);
  });

  isolated(
    'needs no rights and writes nowhere but where a volume is mounted',
    () => {
      expect(server.processStatus('Uid').split('\t')[0]).toBe(
        String(composed.userId),
      );
      expect(BigInt(`0x${server.processStatus('CapEff')}`)).toBe(0n);
      expect(server.rootIsReadOnly()).toBe(true);
    },
  );

  it('is ready', async () => {
    await server.untilReadiness(status => status === 200);
    expect(await server.probe('liveness')).toMatchObject({ status: 200 });
  });

  it('keeps experiments, runs, metrics and models, and artifacts in the bucket', async () => {
    const seen = await runScript(
      environment,
      'client.py',
      `http://localhost:${server.port}`,
    );
    const { artifactKey, artifactUri, ...result } = seen;
    expect(result).toEqual({
      experiment: { name: true, tags: 'test' },
      run: {
        status: 'FINISHED',
        params: { learning_rate: '0.1', layers: '2' },
        metrics: { loss: 1 },
        tag: 'churn',
      },
      history: [
        [0, 3],
        [1, 2],
        [2, 1],
      ],
      found: [true],
      ordered: true,
      artifacts: ['notes/notes.txt'],
      downloaded: 'kept in the bucket',
      champion: { version: '1', run: true },
      models: [true],
      model: [42, 42],
      deleted: 'deleted',
    });
    expect(artifactUri).toMatch(/^mlflow-artifacts:/);
    const prefix = artifacts.pathname.slice(1);
    const key = [prefix, artifactKey].filter(part => part !== '').join('/');
    expect(await s3.objects()).toMatchObject({ [key]: 'kept in the bucket' });
  });

  const { name, namespace } = composed.claim.metadata;
  const serviceNames = [
    `mlflow-${name}`,
    `mlflow-${name}.${namespace}`,
    `mlflow-${name}.${namespace}.svc`,
    `mlflow-${name}.${namespace}.svc.cluster.local`,
  ];
  const experiments = composed.probes.readiness.path;

  it.each([
    ...serviceNames.flatMap(host => [host, `${host}:80`, `${host}:5000`]),
    'localhost',
    'localhost:8080',
    '10.1.2.3:5000',
  ])('answers as %s', async host => {
    expect(await server.get(experiments, { host })).toMatchObject({
      status: 200,
    });
  });

  it.each(['mlflow.attacker.example', `mlflow-${name}.attacker.example:5000`])(
    'refuses to answer as %s',
    async host => {
      expect(await server.get(experiments, { host })).toMatchObject({
        status: 403,
      });
      expect(await server.get('/metrics', { host })).toMatchObject({
        status: 403,
      });
    },
  );

  it('tells a kubelet, which asks by address, that it is alive', async () => {
    const { path } = composed.probes.liveness;
    expect(await server.get(path, { host: '100.64.1.2:5000' })).toMatchObject({
      status: 200,
    });
  });

  it('has metrics for a scrape by pod address', async () => {
    const { status, body } = await server.get('/metrics', {
      host: '10.1.2.3:5000',
    });
    expect(status).toBe(200);
    expect(body).toMatch(/^mlflow_http_request_total\{.*\} \d/m);
  });

  onSqlite('stays ready when its default experiment is renamed', async () => {
    const renamed = await server.post(
      '/api/2.0/mlflow/experiments/update',
      { experiment_id: '0', new_name: 'Ours' },
      { host: 'localhost:5000' },
    );
    expect(renamed).toMatchObject({ status: 200 });
    expect(await server.probe('readiness')).toMatchObject({ status: 200 });
  });

  onSqlite(
    'is unready without its database, but alive, and ready with it again',
    async () => {
      const file = join(server.store, DATABASE_FILE);
      const database = readFileSync(file);
      // In place: connections that are open keep the file that they have.
      writeFileSync(file, Buffer.alloc(database.length, 0xff));
      await server.untilReadiness(status => status !== 200);
      expect(await server.probe('liveness')).toMatchObject({ status: 200 });

      writeFileSync(file, database);
      await server.untilReadiness(status => status === 200);
    },
  );

  it('finishes what is under way when it is told to stop', async () => {
    const upload = open({
      port: server.port,
      method: 'PUT',
      path: '/api/2.0/mlflow-artifacts/artifacts/stopping/file.txt',
      headers: { host: 'localhost:5000', 'content-length': 10 },
    });
    upload.write(Buffer.from('first'));
    await server.untilReadiness(status => status === 200);
    const ending = server.stop();
    await server.untilLogged('Waiting for connections to close');
    upload.write(Buffer.from('later'));
    upload.end();
    expect(await upload.answer).toMatchObject({ status: 200 });
    expect(await ending).toEqual({ code: 0, signal: null });
    expect(Object.values(await s3.objects())).toContain('firstlater');
  });
});
