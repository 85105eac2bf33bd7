import { mockCredentials } from '@backstage/backend-test-utils';
import { OPERATIONS } from './__testUtils__/openApi';
import { TestBackend } from './__testUtils__/TestBackend';

jest.setTimeout(60_000);

const PATHS = OPERATIONS.map(({ method, path }) => [
  method,
  path.replace(/\{\w+\}/g, 'churn'),
]);

describe('every route', () => {
  let backend: TestBackend;

  beforeAll(async () => {
    backend = await TestBackend.start();
  });

  afterAll(async () => {
    await backend.stop();
  });

  const body = (method: string) =>
    method === 'POST' || method === 'PUT' ? {} : undefined;

  it.each(PATHS)('answers %s %s to nobody', async (method, path) => {
    const answer = await backend.raw(method, path, {
      authorization: mockCredentials.none.header(),
      body: body(method),
    });
    expect(answer.status).toBe(401);
  });

  it.each(PATHS)('answers %s %s to no forged token', async (method, path) => {
    const answer = await backend.raw(method, path, {
      authorization: mockCredentials.user.invalidHeader(),
      body: body(method),
    });
    expect(answer.status).toBe(401);
  });

  it('is in the document', async () => {
    const answer = await backend.raw('GET', '/secrets', {
      authorization: mockCredentials.user.header(),
    });
    expect(answer.status).toBe(404);
  });
});
