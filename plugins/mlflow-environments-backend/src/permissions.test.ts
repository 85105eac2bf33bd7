import { mockCredentials } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  EnvironmentList,
  environmentReadPermission,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import { aBucket, anEnvironment } from './__testUtils__/objects';
import {
  ALLOW,
  DENY,
  TestBackend,
  TestPolicy,
} from './__testUtils__/TestBackend';
import { TestCluster } from './__testUtils__/TestCluster';
import {
  createMlflowEnvironmentConditionalDecision,
  mlflowEnvironmentConditions,
} from './permissions/conditions';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const NOBODY = 'user:default/nobody';
const CREATOR = 'user:default/creator';

const ofTeamA = createMlflowEnvironmentConditionalDecision(
  environmentReadPermission,
  mlflowEnvironmentConditions.isOwner({ claims: ['group:default/team-a'] }),
);

/** alice reads what her team owns; nobody may do nothing; creator may do everything. */
const policy: TestPolicy = (permission, user) => {
  if (user === CREATOR) {
    return ALLOW;
  }
  const isRead = permission === 'mlflow-environments.environment.read';
  return user === ALICE && isRead ? ofTeamA : DENY;
};

describe('permissions', () => {
  let cluster: TestCluster;
  let backend: TestBackend;

  beforeEach(async () => {
    cluster = await TestCluster.start(DEFINITIONS);
    await cluster.create(anEnvironment('ours'));
    const theirs = await cluster.create(
      anEnvironment('theirs', {
        namespace: 'team-b',
        parameters: { owner: 'team-b', stage: 'prod' },
      }),
    );
    await cluster.create(aBucket(theirs));
  });

  afterEach(async () => {
    await backend.stop();
    await cluster.stop();
  });

  async function start(config = {}, decide: TestPolicy = policy) {
    backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      policy: decide,
      config: {
        targets: [
          {
            name: 'main',
            cluster: 'one',
            cloneUrl: 'https://git.example.com/claims.git',
            namespaces: ['team-a'],
          },
        ],
        ...config,
      },
    });
    await eventually(async () => {
      const { body } = await backend.getAsService<EnvironmentList>(
        '/environments',
      );
      expect(body.totalItems).toBe(2);
    });
    backend.answers.length = 0;
  }

  it('lists, counts and offers as facets only what the caller may read', async () => {
    await start();

    const { body } = await backend.get<EnvironmentList>('/environments', ALICE);

    expect(body.items.map(({ ref }) => ref.name)).toEqual(['ours']);
    expect(body.totalItems).toBe(1);
    expect(body.facets.owner).toEqual([
      { value: 'group:default/team-a', count: 1 },
    ]);
    expect(body.facets.stage).toEqual([{ value: 'dev', count: 1 }]);
    expect(backend.answers.join()).not.toContain('team-b');
  });

  it('lists everything for a plugin that asks on its own', async () => {
    await start();
    const { body } = await backend.getAsService<EnvironmentList>(
      '/environments',
    );
    expect(body.items).toHaveLength(2);
  });

  it.each(['', '/events', '/history', '/manifests/environment'])(
    'answers GET environment%s as if it were not there',
    async path => {
      await start();

      const forbidden = await backend.get(
        `/environments/one/team-b/theirs${path}`,
        ALICE,
      );
      const missing = await backend.get(
        `/environments/one/team-b/absent${path}`,
        ALICE,
      );

      expect(forbidden.status).toBe(404);
      expect(missing.status).toBe(404);
      const withoutNames = ({ body }: typeof missing) =>
        JSON.stringify(body).replaceAll('theirs', '').replaceAll('absent', '');
      expect(withoutNames(forbidden)).toBe(withoutNames(missing));
    },
  );

  it('lets nobody without the permission to create ask for an environment, or look at what that needs', async () => {
    await start();
    const request = {
      state: 'Reserved',
      parameters: { environmentID: 'new-one' },
    };

    const answers = await Promise.all([
      backend.put('/requests/one/team-a/new-one', request, NOBODY),
      backend.delete('/requests/one/team-a/new-one', NOBODY),
      backend.post(
        '/previews',
        { namespace: 'team-a', parameters: { environmentID: 'new-one' } },
        NOBODY,
      ),
      backend.get('/names/new-one', NOBODY),
      backend.get('/targets', NOBODY),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([
      403, 403, 403, 403, 403,
    ]);
    expect(backend.audits).toEqual(
      expect.arrayContaining([
        { eventId: 'request-put', ended: 'NotAllowedError' },
        { eventId: 'request-withdraw', ended: 'NotAllowedError' },
      ]),
    );
  });

  it('shows a request only to who may read what it asks for', async () => {
    await start();
    await backend.put(
      '/requests/one/team-a/new-one',
      {
        state: 'Pending',
        parameters: { environmentID: 'new-one', owner: 'team-c' },
      },
      CREATOR,
    );

    const path = '/environments/one/team-a/new-one';
    expect((await backend.get(path, CREATOR)).status).toBe(200);
    expect((await backend.get(path, ALICE)).status).toBe(404);
  });

  it('counts in the status of a cluster only what the caller may read', async () => {
    await start();
    const { body } = await backend.get<{
      clusters: Array<{ environments: number }>;
    }>('/status', ALICE);
    expect(body.clusters[0].environments).toBe(1);
  });

  it('asks the policy for every request when decisions are not kept', async () => {
    await start();
    backend.decisions.length = 0;
    await backend.get('/environments', ALICE);
    await backend.get('/environments', ALICE);
    expect(backend.decisions).toHaveLength(2);
  });

  it('asks the policy once for each user while decisions are kept', async () => {
    await start({ permissions: { decisionCacheSeconds: 60 } });
    backend.decisions.length = 0;
    await backend.get('/environments', ALICE);
    await backend.get('/environments/one/team-a/ours', ALICE);
    await backend.get('/environments', NOBODY);
    expect(backend.decisions).toEqual([
      `mlflow-environments.environment.read ${ALICE}`,
      `mlflow-environments.environment.read ${NOBODY}`,
    ]);
  });

  it('lets a changed policy be felt once the time is over that decisions are kept', async () => {
    let isClosed = false;
    await start({ permissions: { decisionCacheSeconds: 1 } }, () =>
      isClosed ? DENY : ALLOW,
    );
    const total = async () =>
      (await backend.get<EnvironmentList>('/environments', ALICE)).body
        .totalItems;
    expect(await total()).toBe(2);
    isClosed = true;
    await eventually(async () => expect(await total()).toBe(0));
  });

  it('lets the permission backend decide on single environments', async () => {
    await start();
    expect(
      await backend.applyConditions(
        ['one/team-a/ours', 'one/team-b/theirs', 'one/team-b/absent', 'odd'],
        mlflowEnvironmentConditions.isOwner({
          claims: ['group:default/team-a'],
        }),
      ),
    ).toEqual(['ALLOW', 'DENY', 'DENY', 'DENY']);
  });

  it('lets actions see no more than their caller', async () => {
    await start();
    const invoke = (action: string, input: JsonObject, user: string) =>
      backend.actions.invoke({
        id: `test:${action}`,
        input,
        credentials: mockCredentials.user(user),
      });
    const theirs = { cluster: 'one', namespace: 'team-b', name: 'theirs' };

    const { output } = await invoke('list-environments', {}, ALICE);
    expect(output).toMatchObject({
      items: [{ entityRef: 'resource:team-a/ours' }],
      totalItems: 1,
    });
    await expect(invoke('get-environment', theirs, ALICE)).rejects.toThrow(
      'no environment one/team-b/theirs that you may see',
    );
    await expect(
      invoke('explain-environment-health', theirs, ALICE),
    ).rejects.toThrow('no environment one/team-b/theirs that you may see');
    await expect(
      invoke('explain-environment-health', theirs, CREATOR),
    ).resolves.toMatchObject({
      output: { status: 'Healthy', progress: { ready: 1, total: 1 } },
    });
    await expect(
      invoke('get-environment', theirs, CREATOR),
    ).resolves.toMatchObject({
      output: {
        owner: 'group:default/team-b',
        resources: [{ kind: 'Bucket' }],
      },
    });
  });
});
