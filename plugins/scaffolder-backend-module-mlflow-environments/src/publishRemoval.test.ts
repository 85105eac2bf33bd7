import { ConfigReader } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { createPublishGithubPullRequestAction } from '@backstage/plugin-scaffolder-backend-module-github';
import { stepRunner } from './__testUtils__/actions';
import { listen } from './__testUtils__/http';
import { RecordedApi } from './__testUtils__/RecordedApi';
import { changeFoldersOf, writeChanges } from './changes/workspace';

const REPO = '/api/v3/repos/acme/claims';
const CLAIM = 'environments/team-a/churn.yaml';
const KUSTOMIZATION = 'environments/team-a/kustomization.yaml';

describe('a change that removes a claim', () => {
  const runStep = stepRunner();

  it('becomes a pull request on GitHub that deletes the file', async () => {
    const created = { status: 201 };
    const api = new RecordedApi({
      [`GET ${REPO}`]: () => ({ body: { permissions: { push: true } } }),
      [`GET ${REPO}/commits`]: () => ({
        body: [{ sha: 'base-commit', commit: { tree: { sha: 'base-tree' } } }],
      }),
      [`HEAD ${REPO}/contents/${CLAIM}`]: () => ({}),
      [`POST ${REPO}/git/blobs`]: () => ({ ...created, body: { sha: 'blob' } }),
      [`POST ${REPO}/git/trees`]: () => ({ ...created, body: { sha: 'tree' } }),
      [`POST ${REPO}/git/commits`]: () => ({
        ...created,
        body: { sha: 'commit' },
      }),
      'POST /api/graphql': () => ({
        body: { data: { repository: { ref: null } } },
      }),
      [`POST ${REPO}/git/refs`]: () => created,
      [`POST ${REPO}/pulls`]: () => ({
        ...created,
        body: { number: 8, html_url: 'https://x/8', base: { ref: 'main' } },
      }),
    });
    const server = await listen(api.handle);
    const integrations = ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          github: [
            {
              host: server.host,
              apiBaseUrl: `http://${server.host}/api/v3`,
              token: 'token-of-github',
            },
          ],
        },
      }),
    );
    const workspacePath = await runStep.newWorkspace();
    const folders = changeFoldersOf(CLAIM);
    await writeChanges(workspacePath, folders, [
      { path: CLAIM, base: 'kind: MLflowEnvironment\n' },
      {
        path: KUSTOMIZATION,
        base: 'resources: [churn.yaml]\n',
        content: 'resources: []\n',
      },
    ]);

    const { output } = await runStep(
      createPublishGithubPullRequestAction({
        integrations,
        githubCredentialsProvider:
          DefaultGithubCredentialsProvider.fromIntegrations(integrations),
      }),
      {
        repoUrl: `${server.host}?owner=acme&repo=claims`,
        branchName: 'remove-churn',
        targetBranchName: 'main',
        title: 'Remove churn',
        description: '',
        sourcePath: folders.changesPath,
        filesToDelete: [CLAIM],
        update: true,
      },
      { workspacePath },
    );
    await server.stop();

    expect(api.bodies(`POST ${REPO}/git/trees`)).toEqual([
      {
        base_tree: 'base-tree',
        tree: [
          { path: KUSTOMIZATION, mode: '100644', sha: 'blob' },
          { path: CLAIM, mode: '100644', sha: null },
        ],
      },
    ]);
    expect(output.remoteUrl).toBe('https://x/8');
  });
});
