import { JsonObject } from '@backstage/types';
import { actionOptions, gitConfig, stepRunner } from '../__testUtils__/actions';
import { FakeEnvironmentsBackend } from '../__testUtils__/FakeEnvironmentsBackend';
import { createRegisterEnvironmentAction } from './registerEnvironment';

describe('mlflow:environment:register', () => {
  const runStep = stepRunner();
  let backend: Awaited<ReturnType<typeof FakeEnvironmentsBackend.start>>;

  beforeEach(async () => {
    backend = await FakeEnvironmentsBackend.start();
  });
  afterEach(() => backend.stop());

  const register = (
    input: JsonObject = {},
    overrides: Parameters<typeof runStep>[2] = {},
  ) =>
    runStep(
      createRegisterEnvironmentAction(
        actionOptions({
          config: gitConfig({
            host: 'git.example.com',
            cloneUrl: 'http://git.example.com/claims.git',
          }),
          environmentsUrl: backend.url,
        }),
      ),
      {
        namespace: 'team-a',
        parameters: { environmentID: 'churn', stage: 'dev', costCenter: '' },
        ...input,
      },
      { task: { id: 'task-1' }, ...overrides },
    );

  it('moves the request to Pending, with its commit', async () => {
    const { output } = await register({
      commitUrl: 'https://git.example.com/claims/commit/abc',
    });

    expect(backend.received).toEqual([
      {
        method: 'PUT',
        path: '/requests/sandbox/team-a/churn',
        onBehalfOf: 'user:default/mock',
        body: {
          state: 'Pending',
          target: 'demo',
          parameters: { environmentID: 'churn', stage: 'dev' },
          claimPath: 'environments/team-a/churn.yaml',
          commitUrl: 'https://git.example.com/claims/commit/abc',
          taskId: 'task-1',
        },
      },
    ]);
    expect(output).toEqual({ entityRef: 'resource:team-a/churn' });
  });

  it('moves it to Pending with its pull request', async () => {
    await register({ pullRequestUrl: 'https://git.example.com/pulls/1' });

    expect(backend.received[0].body).toMatchObject({
      state: 'Pending',
      pullRequestUrl: 'https://git.example.com/pulls/1',
    });
  });

  it('may be repeated', async () => {
    await register();
    const { output } = await register();

    expect(output).toEqual({ entityRef: 'resource:team-a/churn' });
  });

  it('says when the reservation was lost to somebody else', async () => {
    backend.requests.set('sandbox/team-b/churn', {
      state: 'Pending',
      taskId: 'another',
      parameters: { environmentID: 'churn' },
    });

    await expect(register()).rejects.toThrow('The name churn is taken');
  });

  it('says that the user may not ask for environments', async () => {
    backend.forbiddenUsers.add('user:default/mock');

    await expect(register()).rejects.toThrow('You may not ask for');
  });

  it('links to nothing that a browser would run', async () => {
    await expect(
      register({ commitUrl: 'data:text/html,hello' }),
    ).rejects.toThrow('is no http(s) page to link to');
    expect(backend.received).toEqual([]);
  });

  it('changes nothing in a dry run', async () => {
    await register({}, { isDryRun: true });

    expect(backend.received).toEqual([]);
  });
});
