import { DefaultApiClient } from '../schema/openapi';
import { readResponse } from './readResponse';

function clientOf(answer: () => Response) {
  const asked: string[] = [];
  const client = new DefaultApiClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `http://localhost:7007/api/${pluginId}`,
    },
    fetchApi: {
      fetch: async input => {
        asked.push(String(input));
        return answer();
      },
    },
  });
  return { client, asked };
}

describe('the API client', () => {
  it('reads the environment of a cluster, whatever that is called', async () => {
    const { client, asked } = clientOf(() => Response.json({ uid: '1' }));
    const response = await client.getEnvironment({
      path: { cluster: 'arn:aws/ml', namespace: 'team-a', name: 'churn' },
    });
    expect(await readResponse(response)).toEqual({ uid: '1' });
    expect(asked).toEqual([
      'http://localhost:7007/api/mlflow-environments/environments/arn%3Aaws%2Fml/team-a/churn',
    ]);
  });

  it('repeats a filter for each of its values', async () => {
    const { client, asked } = clientOf(() => Response.json({}));
    await client.listEnvironments({
      query: { status: ['Failed', 'Degraded'], limit: 10 },
    });
    expect(asked[0]).toMatch(/\?status=Failed&status=Degraded&limit=10$/);
  });

  it('throws what the API said when it refused', async () => {
    const { client } = clientOf(() =>
      Response.json(
        {
          error: { name: 'NotFoundError', message: 'no churn here' },
          response: { statusCode: 404 },
        },
        { status: 404, statusText: 'Not Found' },
      ),
    );
    const response = await client.getEnvironment({
      path: { cluster: 'c', namespace: 'n', name: 'churn' },
    });
    await expect(readResponse(response)).rejects.toMatchObject({
      statusCode: 404,
      cause: { name: 'NotFoundError', message: 'no churn here' },
    });
  });
});
