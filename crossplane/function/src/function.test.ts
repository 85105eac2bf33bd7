import * as sdk from '@crossplane-org/function-sdk-typescript';
import { KubernetesObject } from '.';
import {
  anEnvironment,
  observedEnvironment,
  settingsInput,
  someSettings,
} from './__testUtils__/builders';
import { createFunction } from './function';

const { Ready, Resource, Severity, Status, Target } = sdk;

const resource = (
  object: object,
  connectionDetails: Record<string, string> = {},
) =>
  Resource.fromPartial({
    resource: { ...object },
    connectionDetails: Object.fromEntries(
      Object.entries(connectionDetails).map(([key, value]) => [
        key,
        Buffer.from(value),
      ]),
    ),
  });

/** Calls the function as Crossplane does, bytes on the wire included. */
async function run(request: {
  xr?: KubernetesObject;
  observed?: ReturnType<typeof observedEnvironment>;
  input?: Record<string, unknown>;
  desired?: sdk.State;
}): Promise<sdk.RunFunctionResponse> {
  const {
    xr = anEnvironment(),
    observed = {},
    input = settingsInput(),
    desired,
  } = request;
  const sent = sdk.RunFunctionRequest.encode(
    sdk.RunFunctionRequest.fromPartial({
      meta: { tag: 'tag' },
      input,
      desired,
      observed: {
        composite: resource(xr),
        resources: Object.fromEntries(
          Object.entries(observed).map(
            ([name, { object, connectionDetails }]) => [
              name,
              resource(object, connectionDetails),
            ],
          ),
        ),
      },
    }),
  ).finish();
  const response = await sdk
    .fromCompose(createFunction(sdk))
    .RunFunction(sdk.RunFunctionRequest.decode(sent));
  return sdk.RunFunctionResponse.decode(
    sdk.RunFunctionResponse.encode(response).finish(),
  );
}

describe('the function', () => {
  it('marks what exists and is ready, and nothing else', async () => {
    const xr = anEnvironment();
    const { desired } = await run({
      xr,
      observed: observedEnvironment(
        xr,
        someSettings(),
        name => name === 'artifact-bucket',
      ),
    });
    expect(desired?.resources['artifact-bucket'].ready).toBe(Ready.READY_TRUE);
    expect(desired?.resources['atlas-cluster'].ready).toBe(Ready.READY_FALSE);
  });

  it('sends lists as they are, repeated values included', async () => {
    const { desired } = await run({});
    const policies =
      desired?.resources['artifact-bucket'].resource?.spec.managementPolicies;
    expect(policies).toEqual(['Observe', 'Create', 'Update', 'LateInitialize']);
  });

  it('reads the password from the connection details', async () => {
    const xr = anEnvironment();
    const { desired } = await run({
      xr,
      observed: observedEnvironment(xr, someSettings()),
    });
    const uri = Buffer.from(
      desired?.resources['mlflow-config'].resource?.data.MONGO_URI,
      'base64',
    ).toString();
    expect(uri).toContain(':correct%20horse@');
  });

  it('leaves readiness to Crossplane, which names what is unready', async () => {
    const { desired } = await run({});
    expect(desired?.composite?.ready).toBe(Ready.READY_UNSPECIFIED);
  });

  it('is not ready while something is behind a gate, although all that exists is', async () => {
    const xr = anEnvironment();
    const {
      'mlflow-config': _,
      'mlflow-server': __,
      ...rest
    } = observedEnvironment(xr, someSettings());
    const observed = {
      ...rest,
      'atlas-user': { ...rest['atlas-user'], connectionDetails: {} },
    };
    const { desired } = await run({ xr, observed });
    expect(desired?.composite?.ready).toBe(Ready.READY_FALSE);
  });

  it('keeps what earlier steps desired', async () => {
    const { desired } = await run({
      desired: {
        composite: resource({ status: { earlier: true } }),
        resources: { earlier: resource({ kind: 'ConfigMap' }) },
      },
    });
    expect(desired?.resources.earlier.resource).toEqual({ kind: 'ConfigMap' });
    expect(desired?.composite?.resource?.status).toMatchObject({
      earlier: true,
      database: {},
    });
  });

  it('sets conditions on the environment', async () => {
    const { conditions } = await run({});
    expect(conditions).toContainEqual({
      type: 'ResourcesHealthy',
      status: Status.STATUS_CONDITION_TRUE,
      reason: 'NoFailures',
      message: 'No composed resource is failing.',
      target: Target.TARGET_COMPOSITE,
    });
    expect(conditions.map(({ type }) => type)).toEqual([
      'DatabaseReady',
      'ArtifactsReady',
      'IdentityReady',
      'ServerReady',
      'ResourcesHealthy',
    ]);
  });

  it('refuses bad input with one fatal sentence and desires nothing new', async () => {
    const { results, desired } = await run({
      xr: anEnvironment({ region: 'us-north-9' }),
    });
    expect(results).toEqual([
      expect.objectContaining({
        severity: Severity.SEVERITY_FATAL,
        message: expect.stringMatching(
          /^spec\.parameters\.region us-north-9 is not offered here: /,
        ),
      }),
    ]);
    expect(desired?.resources).toEqual({});
  });

  it('refuses a composition without settings', async () => {
    const response = await sdk.fromCompose(createFunction(sdk)).RunFunction(
      sdk.RunFunctionRequest.fromPartial({
        observed: { composite: resource(anEnvironment()) },
      }),
    );
    expect(response.results).toEqual([
      expect.objectContaining({
        message:
          'The pipeline step of the Composition has no input: the platform team must correct the PlatformSettings in the input of the Composition.',
      }),
    ]);
  });
});
