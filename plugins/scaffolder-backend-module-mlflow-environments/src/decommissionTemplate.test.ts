import { JsonObject } from '@backstage/types';
import {
  buildClaim,
  renderClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { giteaAt, onlyTarget } from './__testUtils__/actions';
import { FakeEnvironmentsBackend } from './__testUtils__/FakeEnvironmentsBackend';
import { GitHost } from './__testUtils__/GitHost';
import { RecordedApi } from './__testUtils__/RecordedApi';
import { ScaffolderUnderTest } from './__testUtils__/ScaffolderUnderTest';

jest.setTimeout(60_000);

const CLAIM = 'environments/team-a/churn.yaml';
const KUSTOMIZATION = 'environments/team-a/kustomization.yaml';
const FILES = {
  'README.md': 'Claims\n',
  [CLAIM]: renderClaim(
    buildClaim({
      namespace: 'team-a',
      parameters: { environmentID: 'churn', owner: 'group:default/team-a' },
    }),
  ),
  [KUSTOMIZATION]: 'resources:\n  - churn.yaml\n  - fraud.yaml\n',
};
const ANSWERS = {
  environment: 'resource:team-a/churn',
  confirmed: {
    target: 'demo',
    namespace: 'team-a',
    environmentID: 'churn',
  },
};

describe('the template that takes an environment away', () => {
  let host: GitHost;
  let scaffolder: ScaffolderUnderTest;

  beforeEach(async () => {
    host = await GitHost.start();
  });

  afterEach(async () => {
    await scaffolder.stop();
    await host.stop();
  });

  const decommission = async (cloneUrl: string, integrations: JsonObject) => {
    scaffolder = await ScaffolderUnderTest.start(
      {
        integrations,
        mlflowEnvironments: onlyTarget(cloneUrl),
      },
      new FakeEnvironmentsBackend(),
    );
    return scaffolder.run('decommission-mlflow-environment', ANSWERS);
  };

  it('pushes the removal to any Git server', async () => {
    const task = await decommission(
      await host.create('claims', FILES),
      giteaAt(host.host),
    );

    expect(task.log).toContain('Finished step Commit the removal');
    expect(task.status).toBe('completed');
    expect(await host.files('claims')).toEqual(['README.md', KUSTOMIZATION]);
    expect(await host.read('claims', KUSTOMIZATION)).toBe(
      'resources:\n  - fraud.yaml\n',
    );
    expect(await host.subjects('claims')).toContain(
      'Decommission MLflow environment churn',
    );
    expect(task.output.links).toEqual([
      {
        title: 'Your environment',
        icon: 'catalog',
        entityRef: 'resource:team-a/churn',
      },
      {
        title: 'The commit',
        url: expect.stringContaining('/claims/commit/'),
      },
    ]);
    expect(task.log).not.toContain('secret-of-writer');
  });

  it('asks for review on GitLab', async () => {
    const PROJECT = '/api/v4/projects/acme/claims';
    const api = new RecordedApi({
      [`POST ${PROJECT}/merge_requests`]: () => ({
        status: 201,
        body: { iid: 3, web_url: 'https://gitlab.example.com/3' },
      }),
    });
    host.api = async (received, response) => {
      if (received.url?.includes('/repository/branches/')) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"name":"branch"}');
      } else {
        await api.handle(received, response);
      }
    };
    host.users.set('oauth2', 'token-of-gitlab');

    const task = await decommission(await host.create('acme/claims', FILES), {
      gitlab: [
        {
          host: host.host,
          baseUrl: host.url,
          apiBaseUrl: `${host.url}/api/v4`,
          token: 'token-of-gitlab',
        },
      ],
    });

    expect(task.log).toContain('Finished step Ask for review on GitLab');
    const [{ source_branch: branch, title }] = api.bodies(
      `POST ${PROJECT}/merge_requests`,
    ) as [{ source_branch: string; title: string }];
    expect(title).toBe('Decommission MLflow environment churn');
    expect(branch).toMatch(
      /^mlflow-environments\/decommission-team-a-churn-\w{8}$/,
    );
    expect(await host.files('acme/claims', branch)).not.toContain(CLAIM);
    expect(await host.files('acme/claims')).toContain(CLAIM);
    expect(task.output.links).toContainEqual({
      title: 'The removal, waiting for review',
      url: 'https://gitlab.example.com/3',
    });
  });
});
