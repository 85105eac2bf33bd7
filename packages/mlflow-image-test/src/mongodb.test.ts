import { runScript } from './client';
import { composedServer, PASSWORD } from './composedServer';
import { MlflowServer } from './MlflowServer';
import { freePort } from './ports';
import { installedEnvironment } from './pythonEnvironment';

const environment = installedEnvironment();
const { versions, deviation } = environment;
const composed = composedServer('dev-team-a-project.yaml');
const composedUri = composed.variables.MLFLOW_BACKEND_STORE_URI;

describe(`the MongoDB store (mlflow ${versions.mlflow}, mlflow-mongodb ${
  versions['mlflow-mongodb']
}, pymongo ${versions.pymongo}${deviation && `; ${deviation}`})`, () => {
  let server: MlflowServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  it('is what MLflow takes for the composed URI', async () => {
    expect(composedUri).toMatch(/^mongodb\+srv:/);
    expect(await runScript(environment, 'stores.py', composedUri)).toEqual({
      tracking: expect.stringMatching(/^mlflow_mongodb\./),
      models: expect.stringMatching(/^mlflow_mongodb\./),
    });
  });

  it('reads credentials, database and options from the composed URI as they were meant', async () => {
    expect(await runScript(environment, 'uri.py', direct(composedUri))).toEqual(
      {
        username: 'mlflow-dev-team-a-project',
        password: PASSWORD,
        database: 'mlflow',
        authSource: 'admin',
        retryWrites: true,
        w: 'majority',
        serverSelectionTimeoutMS: 3,
      },
    );
  });

  it('gives up on a missing database before the readiness probe does', () => {
    const patience = new URL(composedUri).searchParams.get(
      'serverSelectionTimeoutMS',
    );
    expect(Number(patience)).toBeGreaterThan(0);
    expect(Number(patience)).toBeLessThan(
      composed.probes.readiness.timeoutSeconds * 1000,
    );
  });

  it('leaves the server alive but unready without a database, and the password out of the log', async () => {
    const uri = direct(composedUri, `127.0.0.1:${await freePort()}`);
    server = await MlflowServer.start({
      environment,
      composed,
      swapped: () => ({
        MLFLOW_BACKEND_STORE_URI: uri,
        MLFLOW_REGISTRY_STORE_URI: uri,
      }),
    });
    // The driver by itself would wait longer than this request does.
    const readiness = await server.probe('readiness');
    expect(readiness.status).toBe(500);
    expect(await server.probe('liveness')).toMatchObject({ status: 200 });
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    const said = `${readiness.body}${server.log}`;
    expect(said).toContain('/experiments/search');
    expect(said).not.toContain(PASSWORD);
    expect(said).not.toContain(new URL(uri).password);
  });
});

/** The URI without the look-up of its hosts in DNS, which nobody answers for a host that doesn't exist. */
function direct(uri: string, host = 'localhost:27017'): string {
  return uri.replace(/^mongodb\+srv:(\/\/[^@]*@)[^/]*/, `mongodb:$1${host}`);
}
