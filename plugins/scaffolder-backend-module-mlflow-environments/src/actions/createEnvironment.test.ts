import { mockCredentials } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { parseClaim } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  actionOptions,
  changedFile,
  filesIn,
  gitConfig,
  StepResult,
  stepRunner,
} from '../__testUtils__/actions';
import { FakeEnvironmentsBackend } from '../__testUtils__/FakeEnvironmentsBackend';
import { GitHost } from '../__testUtils__/GitHost';
import { createEnvironmentAction } from './createEnvironment';

const CLAIM_PATH = 'environments/team-a/churn.yaml';

describe('mlflow:environment:create', () => {
  const runStep = stepRunner();
  let host: GitHost;
  let backend: Awaited<ReturnType<typeof FakeEnvironmentsBackend.start>>;
  let repositories = 0;
  let repository: string;
  let cloneUrl: string;

  beforeAll(async () => {
    host = await GitHost.start();
  });
  afterAll(() => host.stop());

  beforeEach(async () => {
    backend = await FakeEnvironmentsBackend.start();
    repository = `claims-${++repositories}`;
    cloneUrl = await host.create(repository);
  });
  afterEach(() => backend.stop());

  const anAction = (config: JsonObject = {}) =>
    createEnvironmentAction(
      actionOptions({
        config: gitConfig({ host: host.host, cloneUrl, ...config }),
        environmentsUrl: backend.url,
      }),
    );

  const anInput = (parameters: JsonObject = {}, rest: JsonObject = {}) => ({
    namespace: 'team-a',
    parameters: { environmentID: 'churn', ...parameters },
    ...rest,
  });

  const changedFiles = (step: StepResult) => filesIn(step, 'changesPath');

  it('writes the claim, and nothing else of the repository', async () => {
    const step = await runStep(
      anAction(),
      anInput({ owner: 'group:default/team-a', stage: 'staging' }),
    );

    expect(await changedFiles(step)).toEqual(['churn.yaml']);
    expect(parseClaim(changedFile(step, CLAIM_PATH), CLAIM_PATH)).toEqual({
      apiVersion: 'mlops.example.com/v1alpha1',
      kind: 'MLflowEnvironment',
      metadata: {
        name: 'churn',
        namespace: 'team-a',
        annotations: {
          'mlops.example.com/claim-repository': cloneUrl,
          'mlops.example.com/claim-path': CLAIM_PATH,
        },
      },
      spec: {
        parameters: {
          environmentID: 'churn',
          owner: 'group:default/team-a',
          stage: 'staging',
        },
      },
    });
  });

  it('tells the publishing steps where the change goes', async () => {
    const { output } = await runStep(anAction(), anInput());

    expect(output).toEqual({
      changesPath: 'mlflow-environments/environments/team-a/churn/changes',
      basePath: 'mlflow-environments/environments/team-a/churn/base',
      filesToDelete: [],
      scmType: 'git',
      publish: 'push',
      repoUrl: `${host.host}?repo=${repository}`,
      cloneUrl,
      branchName: 'main',
      targetBranch: 'main',
      title: 'Create MLflow environment churn',
      description: expect.stringContaining('- Region: `us-east-1`'),
      claimPath: CLAIM_PATH,
      entityRef: 'resource:team-a/churn',
    });
  });

  it('reserves the name in the name of who runs the task', async () => {
    await runStep(anAction(), anInput({ stage: 'dev' }), {
      task: { id: 'task-1' },
      getInitiatorCredentials: async () =>
        mockCredentials.user('user:default/alice'),
    });

    expect(backend.received[0]).toEqual({
      method: 'PUT',
      path: '/requests/sandbox/team-a/churn',
      onBehalfOf: 'user:default/alice',
      body: {
        state: 'Reserved',
        target: 'demo',
        parameters: { environmentID: 'churn', stage: 'dev' },
        claimPath: CLAIM_PATH,
        taskId: 'task-1',
      },
    });
    expect(backend.writes).toHaveLength(1);
  });

  it('says that a reservation expires by itself', async () => {
    const { logs } = await runStep(anAction(), anInput());

    expect(logs).toContainEqual(
      expect.stringMatching(
        /reservation expires by itself at 2026-11-01T10:30:00Z/,
      ),
    );
  });

  it('adds the claim to the kustomization of its folder, comments kept', async () => {
    await host.commit(repository, {
      'environments/team-a/kustomization.yaml':
        '# team a\nresources:\n  - fraud.yaml # the first one\nnamePrefix: a-\n',
      'environments/kustomization.yaml': 'resources: []\n',
    });

    const step = await runStep(anAction(), anInput());

    expect(await changedFiles(step)).toHaveLength(2);
    expect(changedFile(step, 'environments/team-a/kustomization.yaml')).toBe(
      '# team a\nresources:\n  - fraud.yaml # the first one\n  - churn.yaml\nnamePrefix: a-\n',
    );
  });

  it('writes the same again when the task is tried again after the push', async () => {
    const first = await runStep(anAction(), anInput());
    await host.commit(repository, {
      [CLAIM_PATH]: changedFile(first, CLAIM_PATH),
    });

    const second = await runStep(anAction(), anInput());

    expect(second.output).toEqual(first.output);
  });

  it('plans only once in a task that can be resumed', async () => {
    const saved = new Map<string, unknown>();
    const checkpoint = async ({ key, fn }: { key: string; fn: Function }) => {
      if (!saved.has(key)) {
        saved.set(key, JSON.parse(JSON.stringify(await fn())));
      }
      return saved.get(key);
    };
    const overrides = { checkpoint: checkpoint as never };
    const first = await runStep(anAction(), anInput(), overrides);
    const second = await runStep(anAction(), anInput(), overrides);

    expect(backend.writes).toEqual(['PUT /requests/sandbox/team-a/churn']);
    expect(changedFile(second, CLAIM_PATH)).toBe(
      changedFile(first, CLAIM_PATH),
    );
  });

  describe('a dry run', () => {
    it('neither reserves the name nor asks the Git server', async () => {
      const step = await runStep(
        anAction({
          target: { cloneUrl: 'http://127.0.0.1:1/nothing-listens.git' },
        }),
        anInput(),
        { isDryRun: true },
      );

      expect(changedFile(step, CLAIM_PATH)).toContain('name: churn');
      expect(step.output.entityRef).toBe('resource:team-a/churn');
      expect(backend.writes).toEqual([]);
    });

    it('says that a name is taken', async () => {
      backend.takenNames.add('churn');

      await expect(
        runStep(anAction(), anInput(), { isDryRun: true }),
      ).rejects.toThrow('The name churn is taken (It is in use.)');
    });
  });

  describe('bad input', () => {
    const nothingReserved = () => expect(backend.writes).toEqual([]);

    it.each([
      ['', 'A name is required'],
      ['Churn', 'lower-case letters, digits and hyphens, like "churn"'],
      ['churn-', 'begins and ends with a letter or a digit'],
      ['../../etc', 'lower-case letters, digits and hyphens'],
      ['a'.repeat(41), 'at most 40 characters, this one has 41'],
    ])('refuses the name %p', async (environmentID, message) => {
      await expect(
        runStep(anAction(), anInput({ environmentID })),
      ).rejects.toThrow(message);
      nothingReserved();
    });

    it.each([
      [
        'prod with Delete',
        { stage: 'prod', deletionPolicy: 'Delete' },
        /spec\.parameters\.deletionPolicy: .*must be Orphan/,
      ],
      [
        'prod on a shared database',
        { stage: 'prod', database: { tier: 'Flex' } },
        /spec\.parameters\.database\.tier: .*dedicated/,
      ],
      ['an unknown region', { region: 'mars' }, /spec\.parameters\.region/],
      ['an unknown field', { colour: 'blue' }, /colour/],
      ['a field of the wrong type', { owner: 3 }, /spec\.parameters\.owner/],
    ])('refuses %s', async (_, parameters, message) => {
      await expect(runStep(anAction(), anInput(parameters))).rejects.toThrow(
        message,
      );
      nothingReserved();
    });

    it("refuses a namespace that isn't the target's", async () => {
      await expect(
        runStep(anAction(), anInput({}, { namespace: '../team-a' })),
      ).rejects.toThrow(
        'The namespace "../team-a" is not one of the target demo: choose team-a or team-b',
      );
      nothingReserved();
    });

    it('never leaves the folder of the target, whatever is configured', async () => {
      await expect(
        runStep(
          anAction({ target: { namespaces: ['../../outside'] } }),
          anInput({}, { namespace: '../../outside' }),
        ),
      ).rejects.toThrow('"../../outside" is not the name of a namespace');
      nothingReserved();
    });

    it('refuses what only the settings of the platform tell, and gives the name back', async () => {
      backend.problems = [
        { path: 'spec.parameters.region', message: 'is not offered here' },
      ];

      await expect(
        runStep(anAction(), anInput({ region: 'us-west-1' })),
      ).rejects.toThrow('spec.parameters.region: is not offered here');
      expect(backend.requests.size).toBe(0);
    });

    it("goes on when the platform's settings can't be asked", async () => {
      backend.previews = false;

      const { logs } = await runStep(anAction(), anInput());

      expect(logs).toContainEqual(
        expect.stringContaining("rules can't be checked now"),
      );
    });

    it('goes on when the cluster with the settings is away', async () => {
      backend.problems = [{ path: '', message: 'its Composition is unknown' }];

      const { logs, output } = await runStep(anAction(), anInput());

      expect(output.claimPath).toBe(CLAIM_PATH);
      expect(logs).toContainEqual(
        expect.stringContaining('its Composition is unknown'),
      );
    });
  });

  describe('several targets', () => {
    const targets = () => [
      {
        name: 'demo',
        cluster: 'sandbox',
        cloneUrl,
        namespaces: ['team-a'],
      },
      {
        name: 'europe',
        cluster: 'eu-west',
        cloneUrl,
        path: 'clusters/eu-west',
        branch: 'main',
        namespaces: ['team-a'],
      },
    ];
    const severalTargets = () =>
      anAction({ rest: { mlflowEnvironments: { targets: targets() } } });

    it('have to be told apart', async () => {
      await expect(runStep(severalTargets(), anInput())).rejects.toThrow(
        'There are several targets, name one: demo or europe',
      );
    });

    it('must be known', async () => {
      await expect(
        runStep(severalTargets(), anInput({}, { target: 'mars' })),
      ).rejects.toThrow('There is no target "mars": choose demo or europe');
    });

    it('have paths and clusters of their own', async () => {
      const { output } = await runStep(
        severalTargets(),
        anInput({}, { target: 'europe' }),
      );

      expect(output.claimPath).toBe('clusters/eu-west/team-a/churn.yaml');
      expect(backend.writes).toEqual(['PUT /requests/eu-west/team-a/churn']);
    });
  });

  describe('a taken name', () => {
    it('is known to the backend', async () => {
      backend.takenNames.add('churn');

      await expect(runStep(anAction(), anInput())).rejects.toThrow(
        'The name churn is taken (It is in use.): choose another one',
      );
    });

    it.each([
      ['the same path', CLAIM_PATH, 'kind: Something\n'],
      ['another namespace', 'environments/team-b/churn.yaml', 'a: b\n'],
      [
        'a file of another name',
        'environments/team-b/all.yml',
        [
          'apiVersion: mlops.example.com/v1alpha1',
          'kind: MLflowEnvironment',
          'metadata: { name: churn }',
          'spec: { parameters: { environmentID: churn } }',
          '',
        ].join('\n'),
      ],
    ])('is found in the repository at %s', async (_, path, content) => {
      await host.commit(repository, { [path]: content });

      await expect(runStep(anAction(), anInput())).rejects.toThrow(
        `The name churn is taken, ${path} in the repository asks for it already`,
      );
      expect(backend.requests.size).toBe(0);
    });

    it('stays on record when the claim that is there was asked for by the same task', async () => {
      backend.requests.set('sandbox/team-a/churn', {
        state: 'Pending',
        taskId: 'task-1',
        parameters: { environmentID: 'churn' },
      });
      await host.commit(repository, { [CLAIM_PATH]: 'kind: Edited\n' });

      await expect(
        runStep(anAction(), anInput(), { task: { id: 'task-1' } }),
      ).rejects.toThrow('The name churn is taken');
      expect(backend.requests.size).toBe(1);
    });

    it('is not one that another claim merely mentions', async () => {
      await host.commit(repository, {
        'environments/team-b/other.yaml': [
          'apiVersion: mlops.example.com/v1alpha1',
          'kind: MLflowEnvironment',
          'metadata: { name: other }',
          'spec: { parameters: { environmentID: other, owner: churn } }',
          '',
        ].join('\n'),
        'elsewhere/churn.yaml': 'a: b\n',
      });

      const { output } = await runStep(anAction(), anInput());

      expect(output.claimPath).toBe(CLAIM_PATH);
    });
  });

  describe('what is not in the hands of the user', () => {
    it('is the permission to create', async () => {
      backend.forbiddenUsers.add('user:default/mock');

      await expect(runStep(anAction(), anInput())).rejects.toThrow(
        'You may not ask for the environment churn: ask a platform engineer for the permission',
      );
      expect(backend.requests.size).toBe(0);
    });

    it('is a backend that is away', async () => {
      const action = createEnvironmentAction(
        actionOptions({
          config: gitConfig({ host: host.host, cloneUrl }),
          environmentsUrl: 'http://127.0.0.1:1',
        }),
      );

      await expect(runStep(action, anInput())).rejects.toThrow(
        "The MLflow environments backend can't be reached",
      );
    });

    it("is a repository that doesn't exist", async () => {
      const missing = host.cloneUrl('missing');

      await expect(
        runStep(anAction({ target: { cloneUrl: missing } }), anInput()),
      ).rejects.toThrow(`There is no repository at ${missing} (HTTP 404)`);
      expect(backend.requests.size).toBe(0);
    });

    it("is a branch that doesn't exist", async () => {
      await expect(
        runStep(anAction({ target: { branch: 'trunk' } }), anInput()),
      ).rejects.toThrow(`${cloneUrl} has no branch trunk`);
    });

    it("is a repository whose default branch doesn't exist", async () => {
      await host.git(repository, 'symbolic-ref', 'HEAD', 'refs/heads/gone');

      await expect(runStep(anAction(), anInput())).rejects.toThrow(
        `The default branch of ${cloneUrl} doesn't exist: point the repository's HEAD`,
      );
    });

    it('is an empty repository', async () => {
      const empty = await host.create(`empty-${repository}`, {});

      await expect(
        runStep(anAction({ target: { cloneUrl: empty } }), anInput()),
      ).rejects.toThrow(`${empty} has no branch main: create it`);
    });

    it('is a Git server that is away', async () => {
      const away = 'http://127.0.0.1:1/claims.git';

      await expect(
        runStep(anAction({ target: { cloneUrl: away } }), anInput()),
      ).rejects.toThrow(`${away} can't be reached (ECONNREFUSED)`);
    });
  });

  it('leaves no local copy behind, and no secret', async () => {
    const step = await runStep(anAction(), anInput(), {
      secrets: { token: 'secret-of-user' },
    });

    expect(JSON.stringify([step.output, step.logs])).not.toMatch(/secret-of/);
    expect(changedFile(step, CLAIM_PATH)).not.toMatch(/secret-of/);
    const left = await readdir(join(step.workspacePath, '..'));
    expect(left.filter(name => name.startsWith('git-'))).toEqual([]);
    expect(existsSync(step.workspacePath)).toBe(true);
  });
});
