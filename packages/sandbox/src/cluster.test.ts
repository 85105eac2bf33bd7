import { freePort } from './__testUtils__/freePort';
import { ApiServer, startApiServer } from './apiserver';
import { COMPOSITION_TYPE } from './crossplane';
import { sandboxCrds } from './crds';
import { CLAIM_TYPE } from './gitops';
import { KubeClient } from './kube';
import { Sandbox, startSandbox } from './sandbox';

const BUCKET = { apiVersion: 's3.aws.m.upbound.io/v1beta1', kind: 'Bucket' };

describe('the sandbox on an API server that is there already', () => {
  let api: ApiServer;
  let client: KubeClient;
  let sandbox: Sandbox | undefined;

  const startOn = async (crds: object[], hasCrossplane: boolean) => {
    api = await startApiServer({ crds });
    client = KubeClient.forServer(api);
    sandbox = await startSandbox({
      cluster: { url: api.url, token: api.token, hasCrossplane },
      functionPort: await freePort(),
      gitPassword: 'secret',
    });
    return sandbox;
  };

  afterEach(async () => {
    await sandbox?.stop();
    await api.stop();
  });

  it('defines what it needs there, and is reached there', async () => {
    const { apiUrl, token } = await startOn([], false);

    expect({ apiUrl, token }).toEqual({ apiUrl: api.url, token: api.token });
    await expect(client.resourceOf(BUCKET)).resolves.toMatchObject({
      plural: 'buckets',
    });
    await expect(client.resourceOf(CLAIM_TYPE)).resolves.toMatchObject({
      plural: 'mlflowenvironments',
    });
  });

  it('leaves definitions and compositions to a Crossplane that is there', async () => {
    await startOn(sandboxCrds(), true);

    expect((await client.list(COMPOSITION_TYPE)).items).toEqual([]);
    await expect(client.resourceOf(CLAIM_TYPE)).rejects.toThrow(
      'no matches for kind "MLflowEnvironment"',
    );
  });

  it('does not stop with the sandbox', async () => {
    await startOn([], false);

    await sandbox?.stop();

    expect((await client.list(COMPOSITION_TYPE)).items).toHaveLength(1);
  });
});
