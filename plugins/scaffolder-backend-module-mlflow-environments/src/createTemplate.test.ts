import { JsonObject } from '@backstage/types';
import { giteaAt, onlyTarget } from './__testUtils__/actions';
import { FakeEnvironmentsBackend } from './__testUtils__/FakeEnvironmentsBackend';
import { GitHost } from './__testUtils__/GitHost';
import { ApiAnswers, RecordedApi } from './__testUtils__/RecordedApi';
import { ScaffolderUnderTest } from './__testUtils__/ScaffolderUnderTest';

jest.setTimeout(60_000);

const CLAIM = 'environments/team-a/churn.yaml';
const KUSTOMIZATION = 'environments/team-a/kustomization.yaml';

const parameters = {
  environmentID: 'churn',
  owner: 'group:default/team-a',
  stage: 'staging',
  region: 'eu-west-1',
  deletionPolicy: 'Orphan',
  database: { tier: 'M10' },
  artifacts: { versioning: true },
  server: { replicas: 1 },
  observability: { metrics: true, logs: 'None' },
};
const answers = { ...parameters, namespace: 'team-a' };

describe('the Create wizard', () => {
  let host: GitHost;
  let backend: FakeEnvironmentsBackend;
  let scaffolder: ScaffolderUnderTest | undefined;

  beforeEach(async () => {
    host = await GitHost.start();
    backend = new FakeEnvironmentsBackend();
  });

  afterEach(async () => {
    await scaffolder?.stop();
    scaffolder = undefined;
    await host.stop();
  });

  const aScaffolder = async (
    cloneUrl: string,
    integrations: JsonObject,
    target: JsonObject = {},
  ) => {
    scaffolder = await ScaffolderUnderTest.start(
      {
        integrations,
        mlflowEnvironments: onlyTarget(cloneUrl, target),
      },
      backend,
    );
    return scaffolder;
  };

  /** A repository whose folder of the team has a kustomization. */
  const aRepository = (name: string) =>
    host.create(name, {
      'README.md': 'Claims\n',
      [KUSTOMIZATION]: 'resources:\n  - fraud.yaml\n',
    });

  const request = () => backend.requests.get('sandbox/team-a/churn');

  describe('with any Git server', () => {
    const gitea = () => giteaAt(host.host);

    it('pushes the claim and shows the environment', async () => {
      const cloneUrl = await aRepository('claims');
      const { create } = bound(await aScaffolder(cloneUrl, gitea()));

      const task = await create(answers);

      expect(task.log).toContain('Finished step Show it in the catalog');
      expect(task.status).toBe('completed');
      expect(await host.read('claims', CLAIM)).toContain('name: churn');
      expect(await host.read('claims', KUSTOMIZATION)).toBe(
        'resources:\n  - fraud.yaml\n  - churn.yaml\n',
      );
      const commit = (await host.git('claims', 'rev-parse', 'main')).trim();
      const commitUrl = `${host.url}/claims/commit/${commit}`;
      expect(request()).toMatchObject({
        state: 'Pending',
        claimPath: CLAIM,
        commitUrl,
        parameters,
      });
      expect(request()).not.toHaveProperty('pullRequestUrl');
      expect(task.output.links).toEqual([
        {
          title: 'Your environment',
          icon: 'catalog',
          entityRef: 'resource:team-a/churn',
        },
        { title: 'The commit', url: commitUrl },
      ]);
      expect(task.log).not.toContain('secret-of-writer');
    });

    it('lets two creations at once both succeed', async () => {
      const cloneUrl = await aRepository('claims');
      const { create } = bound(await aScaffolder(cloneUrl, gitea()));

      const tasks = await Promise.all([
        create(answers),
        create({ ...answers, environmentID: 'credit' }),
      ]);

      expect(tasks.map(task => task.status)).toEqual([
        'completed',
        'completed',
      ]);
      const kustomization = await host.read('claims', KUSTOMIZATION);
      expect(kustomization).toContain('- churn.yaml');
      expect(kustomization).toContain('- credit.yaml');
      expect(await host.files('claims')).toContain(
        'environments/team-a/credit.yaml',
      );
    });

    it('gives a name to one of two who ask for it at once', async () => {
      const cloneUrl = await aRepository('claims');
      const { create } = bound(await aScaffolder(cloneUrl, gitea()));

      const tasks = await Promise.all([
        create(answers),
        create({ ...answers, namespace: 'team-b' }),
      ]);

      expect(tasks.map(task => task.status).sort()).toEqual([
        'completed',
        'failed',
      ]);
      const refused = tasks.find(task => task.status === 'failed');
      expect(refused?.log).toContain('The name churn is taken');
      expect(
        (await host.files('claims')).filter(path =>
          path.endsWith('churn.yaml'),
        ),
      ).toHaveLength(1);
    });

    it('leaves a reservation to expire when a later step fails', async () => {
      const cloneUrl = await aRepository('claims');
      await host.declinePushes('claims', 'not today');
      const { create } = bound(await aScaffolder(cloneUrl, gitea()));

      const task = await create(answers);

      expect(task.status).toBe('failed');
      expect(task.log).toContain('the reservation expires by itself');
      expect(task.log).toContain(`${cloneUrl} declined the push`);
      expect(request()).toMatchObject({ state: 'Reserved' });
    });
  });

  describe('with GitHub', () => {
    const github = () => ({
      github: [
        {
          host: host.host,
          apiBaseUrl: `${host.url}/api/v3`,
          token: 'token-of-github',
        },
      ],
    });
    const REPO = '/api/v3/repos/acme/claims';

    const githubAnswers = (): ApiAnswers => ({
      [`GET ${REPO}`]: () => ({
        body: { default_branch: 'trunk', permissions: { push: true } },
      }),
      [`GET ${REPO}/commits`]: () => ({
        body: [{ sha: 'base-commit', commit: { tree: { sha: 'base-tree' } } }],
      }),
      [`POST ${REPO}/git/blobs`]: ({ body }) => ({
        status: 201,
        body: { sha: `blob of ${textOf(body).length} characters` },
      }),
      [`POST ${REPO}/git/trees`]: () => ({
        status: 201,
        body: { sha: 'new-tree' },
      }),
      [`POST ${REPO}/git/commits`]: () => ({
        status: 201,
        body: { sha: 'new-commit' },
      }),
      'POST /api/graphql': () => ({
        body: { data: { repository: { ref: null } } },
      }),
      [`POST ${REPO}/git/refs`]: () => ({ status: 201 }),
      [`POST ${REPO}/pulls`]: () => ({
        status: 201,
        body: {
          number: 7,
          html_url: 'https://github.example.com/acme/claims/pull/7',
          base: { ref: 'main' },
        },
      }),
    });

    it('opens a pull request with the touched files only', async () => {
      const api = new RecordedApi(githubAnswers());
      host.api = api.handle;
      const cloneUrl = await aRepository('acme/claims');
      const { create } = bound(await aScaffolder(cloneUrl, github()));

      const task = await create(answers);

      expect(task.log).toContain('Finished step Show it in the catalog');
      const texts = api.bodies(`POST ${REPO}/git/blobs`).map(textOf);
      expect(texts).toEqual([
        expect.stringContaining('kind: MLflowEnvironment'),
        'resources:\n  - fraud.yaml\n  - churn.yaml\n',
      ]);
      expect(api.bodies(`POST ${REPO}/git/trees`)).toEqual([
        {
          base_tree: 'base-tree',
          tree: [CLAIM, KUSTOMIZATION].map((path, index) => ({
            path,
            mode: '100644',
            sha: `blob of ${texts[index].length} characters`,
          })),
        },
      ]);
      expect(api.bodies(`POST ${REPO}/git/commits`)).toEqual([
        expect.objectContaining({
          message: 'Create MLflow environment churn',
          tree: 'new-tree',
          parents: ['base-commit'],
        }),
      ]);
      const [{ ref }] = api.bodies(`POST ${REPO}/git/refs`) as [
        { ref: string },
      ];
      expect(ref).toMatch(
        /^refs\/heads\/mlflow-environments\/create-team-a-churn-\w{8}$/,
      );
      expect(api.bodies(`POST ${REPO}/pulls`)).toEqual([
        {
          title: 'Create MLflow environment churn',
          body: expect.stringContaining('- Requested by: `user:default/alice`'),
          head: ref.replace('refs/heads/', 'acme:'),
          base: 'main',
          draft: false,
        },
      ]);
      expect(new Set(api.calls.map(call => call.token))).toEqual(
        new Set(['token-of-github']),
      );
    });

    it('shows the environment with its pull request, and touches no branch of the repository', async () => {
      host.api = new RecordedApi(githubAnswers()).handle;
      const cloneUrl = await aRepository('acme/claims');
      const { create } = bound(await aScaffolder(cloneUrl, github()));

      const task = await create(answers);

      const pullRequestUrl = 'https://github.example.com/acme/claims/pull/7';
      expect(request()).toMatchObject({ state: 'Pending', pullRequestUrl });
      expect(request()).not.toHaveProperty('commitUrl');
      expect(task.output.links).toEqual([
        expect.objectContaining({ entityRef: 'resource:team-a/churn' }),
        expect.objectContaining({ url: pullRequestUrl }),
      ]);
      expect(await host.subjects('acme/claims')).toHaveLength(1);
      expect(await host.git('acme/claims', 'branch', '--list')).toBe(
        '* main\n',
      );
    });

    it('acts with the token of the user where the template has one', async () => {
      const api = new RecordedApi(githubAnswers());
      host.api = api.handle;
      const cloneUrl = await aRepository('acme/claims');
      const { create } = bound(await aScaffolder(cloneUrl, github()));

      const task = await create(answers, { token: 'token-of-alice' });

      expect(task.status).toBe('completed');
      expect(new Set(api.calls.map(call => call.token))).toEqual(
        new Set(['token-of-alice']),
      );
      expect(task.log).not.toContain('token-of-alice');
    });

    it('fails where the pull request is refused, and says so', async () => {
      const { [`POST ${REPO}/pulls`]: _, ...rest } = githubAnswers();
      host.api = new RecordedApi(rest).handle;
      const cloneUrl = await aRepository('acme/claims');
      const { create } = bound(await aScaffolder(cloneUrl, github()));

      const task = await create(answers);

      expect(task.status).toBe('failed');
      expect(task.log).toContain('Pull request creation failed');
      expect(request()).toMatchObject({ state: 'Reserved' });
    });

    it('pushes where the target says so', async () => {
      const api = new RecordedApi(githubAnswers());
      host.api = api.handle;
      host.users.set('x-access-token', 'token-of-github');
      const cloneUrl = await aRepository('acme/claims');
      const { create } = bound(
        await aScaffolder(cloneUrl, github(), { publish: 'push' }),
      );

      const task = await create(answers);

      expect(task.status).toBe('completed');
      expect(await host.files('acme/claims')).toContain(CLAIM);
      expect(api.calls).toEqual([]);
    });
  });

  describe('with GitLab', () => {
    const gitlab = () => ({
      gitlab: [
        {
          host: host.host,
          baseUrl: host.url,
          apiBaseUrl: `${host.url}/api/v4`,
          token: 'token-of-gitlab',
        },
      ],
    });
    const PROJECT = '/api/v4/projects/acme/ml/claims';

    /** Branches are those of the real repository beside the API. */
    const gitlabApi = () => {
      const api = new RecordedApi({
        [`POST ${PROJECT}/merge_requests`]: () => ({
          status: 201,
          body: {
            iid: 3,
            web_url:
              'https://gitlab.example.com/acme/ml/claims/-/merge_requests/3',
          },
        }),
      });
      host.api = async (received, response) => {
        const url = decodeURIComponent(received.url ?? '');
        const [, branch] = url.split(`${PROJECT}/repository/branches/`);
        if (received.method === 'GET' && branch) {
          const known = (
            await host.git('acme/ml/claims', 'branch', '--list', branch)
          ).trim();
          response.writeHead(known ? 200 : 404, {
            'content-type': 'application/json',
          });
          response.end(JSON.stringify({ name: branch, web_url: url }));
        } else {
          await api.handle(received, response);
        }
      };
      return api;
    };

    beforeEach(() => {
      host.users.set('oauth2', 'token-of-gitlab');
    });

    it('pushes a branch and opens a merge request from it', async () => {
      const api = gitlabApi();
      const cloneUrl = await aRepository('acme/ml/claims');
      const { create } = bound(await aScaffolder(cloneUrl, gitlab()));

      const task = await create(answers);

      expect(task.log).toContain('Finished step Show it in the catalog');
      expect(api.calls).toEqual([
        {
          method: 'POST',
          path: `${PROJECT}/merge_requests`,
          token: 'token-of-gitlab',
          body: expect.objectContaining({
            source_branch: expect.stringMatching(
              /^mlflow-environments\/create-team-a-churn-\w{8}$/,
            ),
            target_branch: 'main',
            title: 'Create MLflow environment churn',
            description: expect.stringContaining('- Stage: `staging`'),
            remove_source_branch: true,
          }),
        },
      ]);
      const { source_branch: branch } = api.calls[0].body as {
        source_branch: string;
      };
      expect(await host.files('acme/ml/claims', branch)).toEqual([
        'README.md',
        CLAIM,
        KUSTOMIZATION,
      ]);
      expect(await host.read('acme/ml/claims', KUSTOMIZATION, branch)).toBe(
        'resources:\n  - fraud.yaml\n  - churn.yaml\n',
      );
      expect(await host.subjects('acme/ml/claims')).toHaveLength(1);
    });

    it('shows the environment with its merge request and its commit', async () => {
      gitlabApi();
      const cloneUrl = await aRepository('acme/ml/claims');
      const { create } = bound(await aScaffolder(cloneUrl, gitlab()));

      const task = await create(answers);

      const pullRequestUrl =
        'https://gitlab.example.com/acme/ml/claims/-/merge_requests/3';
      expect(request()).toMatchObject({
        state: 'Pending',
        pullRequestUrl,
        commitUrl: expect.stringContaining(
          `${host.url}/acme/ml/claims/-/commit/`,
        ),
      });
      expect(task.output.links?.map(link => link.url)).toContain(
        pullRequestUrl,
      );
    });
  });
});

function bound(scaffolder: ScaffolderUnderTest) {
  return { create: scaffolder.create.bind(scaffolder) };
}

/** The text of a blob as GitHub gets it. */
function textOf(body: unknown): string {
  const { content, encoding } = body as {
    content: string;
    encoding: BufferEncoding;
  };
  return Buffer.from(content, encoding).toString();
}
