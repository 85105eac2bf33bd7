import { ResponseError } from '@backstage/errors';
import { anEnvironment } from '../__testUtils__/environments';
import { MlflowEnvironmentsClient } from './MlflowEnvironmentsClient';

const ref = { cluster: 'arn:aws:eks/ml', namespace: 'team-a', name: 'churn' };

function clientOf(status: number, body: unknown) {
  const fetch = jest.fn<Promise<Response>, [string, RequestInit?]>(
    async () =>
      ({
        ok: status < 400,
        status,
        statusText: 'said so',
        headers: new Headers({ 'content-type': 'application/json' }),
        json: async () => body,
        text: async () => JSON.stringify(body),
      } as Response),
  );
  const client = new MlflowEnvironmentsClient({
    discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
    fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
  });
  return { client, fetch, url: () => fetch.mock.calls[0][0] };
}

describe('MlflowEnvironmentsClient', () => {
  it('asks for an environment by its whole reference', async () => {
    const { client, url } = clientOf(200, anEnvironment());
    await expect(client.getEnvironment(ref)).resolves.toEqual(anEnvironment());
    expect(url()).toBe(
      'http://backend/api/mlflow-environments/environments/arn%3Aaws%3Aeks%2Fml/team-a/churn',
    );
  });

  it('asks for exactly the environments that are wanted', async () => {
    const { client, url } = clientOf(200, { items: [] });
    await client.listEnvironments({
      status: ['Failed', 'Degraded'],
      stage: [],
      text: 'a&b',
      limit: 50,
    });
    expect(url().split('?')[1]).toBe(
      'text=a%26b&status=Failed&status=Degraded&limit=50',
    );
  });

  it('takes lists out of their envelope', async () => {
    const items = [{ name: 'one' }];
    const { client } = clientOf(200, { items });
    await expect(client.listEvents(ref)).resolves.toEqual(items);
    await expect(client.listHistory(ref)).resolves.toEqual(items);
    await expect(client.listTargets()).resolves.toEqual(items);
    const status = clientOf(200, { clusters: items });
    await expect(status.client.listClusters()).resolves.toEqual(items);
  });

  it('asks for one manifest, one name, one preview', async () => {
    const manifest = clientOf(200, {});
    await manifest.client.getManifest(ref, 'atlas-cluster');
    expect(manifest.url()).toMatch(/churn\/manifests\/atlas-cluster$/);

    const name = clientOf(200, {});
    await name.client.checkName('churn');
    expect(name.url()).toMatch(/\/names\/churn$/);

    const preview = clientOf(200, {});
    const request = { namespace: 'team-a', parameters: { stage: 'dev' } };
    await preview.client.createPreview(request);
    expect(preview.fetch.mock.calls[0][1]).toMatchObject({
      method: 'POST',
      body: JSON.stringify(request),
    });
  });

  it('rejects with what the backend said', async () => {
    const { client } = clientOf(404, {
      error: { name: 'NotFoundError', message: 'No such environment' },
      response: { statusCode: 404 },
    });
    const error = await client.getEnvironment(ref).catch(e => e);
    expect(ResponseError.is(error)).toBe(true);
    expect(error).toMatchObject({
      statusCode: 404,
      cause: { message: 'No such environment' },
    });
  });
});
