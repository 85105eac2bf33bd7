import { UserEntity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { actionOptions, gitConfig, stepRunner } from '../__testUtils__/actions';
import { GitHost } from '../__testUtils__/GitHost';
import { createGitopsPushAction } from './gitopsPush';

describe('mlflow:gitops:push', () => {
  const runStep = stepRunner();
  let host: GitHost;
  let repositories = 0;
  let repository: string;
  let cloneUrl: string;
  let workspacePath: string;

  beforeAll(async () => {
    host = await GitHost.start();
  });
  afterAll(() => host.stop());

  beforeEach(async () => {
    repository = `claims-${++repositories}`;
    cloneUrl = await host.create(repository);
    workspacePath = await runStep.newWorkspace();
  });
  afterEach(() => {
    host.users.set('writer', 'secret-of-writer');
    host.beforePush = async () => {};
  });

  const anAction = (rest: JsonObject = {}) =>
    createGitopsPushAction(
      actionOptions({
        config: gitConfig({ host: host.host, cloneUrl, rest }),
        environmentsUrl: 'http://127.0.0.1:1',
      }),
    );

  const withFiles = async (folder: string, files: Record<string, string>) => {
    await mkdir(join(workspacePath, folder), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      const file = join(workspacePath, folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  };

  const push = (
    input: JsonObject = {},
    overrides: Parameters<typeof runStep>[2] = {},
    action = anAction(),
  ) =>
    runStep(
      action,
      {
        cloneUrl,
        branchName: 'main',
        changesPath: 'changes',
        title: 'Create MLflow environment churn',
        ...input,
      },
      { workspacePath, ...overrides },
    );

  const CLAIM = 'environments/team-a/churn.yaml';
  const KUSTOMIZATION = 'environments/team-a/kustomization.yaml';

  it('commits the changed files on top of the branch', async () => {
    await withFiles('changes', { [CLAIM]: 'kind: A\n' });

    const { output } = await push({ description: 'Asked for by Alice' });

    expect(await host.files(repository)).toEqual(['README.md', CLAIM]);
    expect(await host.read(repository, CLAIM)).toBe('kind: A\n');
    const head = (await host.git(repository, 'rev-parse', 'main')).trim();
    expect(output).toEqual({
      commitHash: head,
      commitUrl: `${host.url}/${repository}/commit/${head}`,
    });
    expect(await host.git(repository, 'log', '-1', '--format=%B')).toBe(
      'Create MLflow environment churn\n\nAsked for by Alice\n\n',
    );
    await host.git(repository, 'fsck', '--strict');
  });

  it('removes files, and folders that become empty', async () => {
    await host.commit(repository, { [CLAIM]: 'kind: A\n' });
    await withFiles('changes', {});
    await withFiles('base', { [CLAIM]: 'kind: A\n' });

    await push({ basePath: 'base', filesToDelete: [CLAIM] });

    expect(await host.files(repository)).toEqual(['README.md']);
  });

  it('keeps the mode of a file it changes', async () => {
    await host.commit(repository, { [CLAIM]: 'kind: A\n' });
    await withFiles('changes', { [CLAIM]: 'kind: B\n' });
    await withFiles('base', { [CLAIM]: 'kind: A\n' });

    await push({ basePath: 'base' });

    expect(await host.git(repository, 'ls-tree', 'main', CLAIM)).toMatch(
      /^100644 blob/,
    );
    expect(await host.read(repository, CLAIM)).toBe('kind: B\n');
  });

  describe('to a branch of its own', () => {
    const review = { branchName: 'review/churn', targetBranch: 'main' };

    it('makes it from the target branch, which stays as it is', async () => {
      await withFiles('changes', { [CLAIM]: 'kind: A\n' });

      await push(review);

      expect(await host.files(repository, 'review/churn')).toContain(CLAIM);
      expect(await host.files(repository)).not.toContain(CLAIM);
      expect(await host.subjects(repository, 'review/churn')).toHaveLength(2);
    });

    it('changes nothing when it is pushed again', async () => {
      await withFiles('changes', { [CLAIM]: 'kind: A\n' });

      const first = await push(review);
      const second = await push(review);

      expect(second.output).toEqual(first.output);
      expect(await host.subjects(repository, 'review/churn')).toHaveLength(2);
    });
  });

  describe('the author', () => {
    const alice: UserEntity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: 'alice', namespace: 'default' },
      spec: {
        profile: { displayName: 'Alice <A>\nEvil', email: 'a@example.com' },
      },
    };
    const authorOf = async () =>
      (await host.git(repository, 'log', '-1', '--format=%an <%ae>')).trim();

    beforeEach(() => withFiles('changes', { [CLAIM]: 'kind: A\n' }));

    it('is the user, on one line', async () => {
      await push({}, { user: { entity: alice, ref: 'user:default/alice' } });

      expect(await authorOf()).toBe('Alice  A Evil <a@example.com>');
    });

    it('is the configured one, where there is one', async () => {
      const config = {
        scaffolder: {
          defaultAuthor: { name: 'Platform', email: 'p@example.com' },
        },
      };

      await push({}, { user: { entity: alice } }, anAction(config));

      expect(await authorOf()).toBe('Platform <p@example.com>');
    });

    it('is the scaffolder when nobody is known', async () => {
      await push();

      expect(await authorOf()).toBe('Scaffolder <scaffolder@backstage.io>');
    });
  });

  describe('a branch that moves meanwhile', () => {
    it('gets the change on top of its new state', async () => {
      await withFiles('changes', { [CLAIM]: 'kind: A\n' });
      host.beforePush = () =>
        host.commit(repository, { 'environments/team-b/x.yaml': 'kind: X\n' });

      await push();

      expect(await host.files(repository)).toEqual([
        'README.md',
        CLAIM,
        'environments/team-b/x.yaml',
      ]);
      expect(await host.subjects(repository)).toEqual([
        'Create MLflow environment churn',
        'Change by somebody else',
        'Change by somebody else',
      ]);
    });

    it('keeps what others added to the same kustomization', async () => {
      await host.commit(repository, {
        [KUSTOMIZATION]: 'resources:\n  - old.yaml\n  - fraud.yaml\n',
      });
      await withFiles('base', {
        [KUSTOMIZATION]: 'resources:\n  - old.yaml\n  - fraud.yaml\n',
      });
      await withFiles('changes', {
        [CLAIM]: 'kind: A\n',
        [KUSTOMIZATION]:
          'resources:\n  - old.yaml\n  - fraud.yaml\n  - churn.yaml\n',
      });
      host.beforePush = () =>
        host.commit(repository, {
          [KUSTOMIZATION]: 'resources:\n  - fraud.yaml\n  - new.yaml # hi\n',
        });

      await push({ basePath: 'base' });

      expect(await host.read(repository, KUSTOMIZATION)).toBe(
        'resources:\n  - fraud.yaml\n  - new.yaml # hi\n  - churn.yaml\n',
      );
    });

    it('is a conflict when the same claim appeared there', async () => {
      await withFiles('changes', { [CLAIM]: 'kind: A\n' });
      host.beforePush = () => host.commit(repository, { [CLAIM]: 'kind: B\n' });

      await expect(push()).rejects.toThrow(
        `${CLAIM} appeared in the repository meanwhile`,
      );
      expect(await host.read(repository, CLAIM)).toBe('kind: B\n');
    });

    it('is a conflict when the claim to change was changed there', async () => {
      await host.commit(repository, { [CLAIM]: 'kind: B\n' });
      await withFiles('base', { [CLAIM]: 'kind: A\n' });
      await withFiles('changes', { [CLAIM]: 'kind: C\n' });

      await expect(push({ basePath: 'base' })).rejects.toThrow(
        `${CLAIM} changed in the repository meanwhile`,
      );
    });

    it('lets many creations at once all succeed', async () => {
      const names = Array.from({ length: 6 }, (_, index) => `env-${index}`);
      for (const name of names) {
        await withFiles(name, {
          [`environments/team-a/${name}.yaml`]: `kind: ${name}\n`,
        });
      }

      await Promise.all(names.map(name => push({ changesPath: name })));

      expect(await host.files(repository)).toEqual([
        'README.md',
        ...names.map(name => `environments/team-a/${name}.yaml`),
      ]);
      await host.git(repository, 'fsck', '--strict');
    });
  });

  describe('what is refused', () => {
    beforeEach(() => withFiles('changes', { [CLAIM]: 'kind: A\n' }));

    it("says that a repository doesn't exist", async () => {
      const missing = host.cloneUrl('missing');
      await expect(push({ cloneUrl: missing })).rejects.toThrow(
        `There is no repository at ${missing} (HTTP 404)`,
      );
    });

    it('says that the credentials are bad', async () => {
      host.users.set('writer', 'another');

      await expect(push()).rejects.toThrow(
        `${cloneUrl} refused the credentials (HTTP 401): check the integration`,
      );
    });

    it('says that there are no credentials', async () => {
      const action = createGitopsPushAction(
        actionOptions({ config: {}, environmentsUrl: 'http://127.0.0.1:1' }),
      );

      await expect(push({}, {}, action)).rejects.toThrow('HTTP 401');
    });

    it('says why the repository declined', async () => {
      await host.declinePushes(repository, 'No claims on Fridays');

      await expect(push()).rejects.toThrow(
        `${cloneUrl} declined the push: pre-receive hook declined. Ask who looks after`,
      );
      expect(await host.files(repository)).toEqual(['README.md']);
    });

    it('takes the token of the user where there is one', async () => {
      host.users.set('x-oauth-basic', 'token-of-user');
      host.users.delete('writer');

      const { output, logs } = await push(
        {},
        { secrets: { token: 'token-of-user' } },
      );

      expect(output.commitHash).toMatch(/^[0-9a-f]{40}$/);
      expect(JSON.stringify([output, logs])).not.toContain('token-of-user');
    });

    it('never writes the password anywhere', async () => {
      host.users.set('writer', 'another');

      const error = await push().catch(thrown => thrown);

      expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(
        'secret-of-writer',
      );
      expect(error.cause).toBeUndefined();
    });

    it.each([
      [{ cloneUrl: 'ssh://git@example.com/claims.git' }, 'http or https'],
      [
        { cloneUrl: 'https://user:pass@example.com/claims.git' },
        'cloneUrl carries credentials',
      ],
      [{ branchName: 'a..b' }, 'no name for a Git branch'],
      [{ branchName: '--force' }, 'no name for a Git branch'],
      [{ changesPath: '../elsewhere' }, /not allowed|outside/],
      [{ basePath: '../../etc' }, /not allowed|outside/],
      [{ filesToDelete: ['../x'] }, 'is not a path inside the repository'],
      [{ filesToDelete: ['.git/config'] }, 'is not a path inside'],
      [{ filesToDelete: [CLAIM] }, 'both changed and deleted'],
    ])('%j', async (input, message) => {
      await expect(push(input)).rejects.toThrow(message);
      expect(await host.files(repository)).toEqual(['README.md']);
    });

    it('is a link', async () => {
      await symlink('nowhere', join(workspacePath, 'changes', 'link.yaml'));

      await expect(push()).rejects.toThrow("link.yaml is a link, which can't");
    });

    it("is a file that isn't text", async () => {
      await writeFile(
        join(workspacePath, 'changes', 'model.bin'),
        Buffer.from([0xff, 0xfe, 0x80]),
      );

      await expect(push()).rejects.toThrow('model.bin is not UTF-8 text');
    });

    it('is a folder in the place of a file', async () => {
      await host.commit(repository, { [`${CLAIM}/x`]: 'x' });

      await expect(push()).rejects.toThrow(
        `${CLAIM} is a folder in the repository`,
      );
    });

    it('is a file in the place of a folder', async () => {
      await host.commit(repository, { environments: 'a file\n' });

      await expect(push()).rejects.toThrow(
        'environments is a file in the repository',
      );
    });
  });

  it('stops when the task is cancelled', async () => {
    await withFiles('changes', { [CLAIM]: 'kind: A\n' });

    await expect(push({}, { signal: AbortSignal.abort() })).rejects.toThrow(
      `${cloneUrl} didn't answer in time, or the task was`,
    );
    expect(await host.files(repository)).toEqual(['README.md']);
  });

  it('pushes nothing in a dry run', async () => {
    await withFiles('changes', { [CLAIM]: 'kind: A\n' });

    const { logs } = await push({}, { isDryRun: true });

    expect(logs).toContain(
      `Would push ${CLAIM} to the branch main of ${cloneUrl}`,
    );
    expect(await host.files(repository)).toEqual(['README.md']);
  });

  it('pushes once in a task that can be resumed', async () => {
    await withFiles('changes', { [CLAIM]: 'kind: A\n' });
    const saved = { commitHash: 'f'.repeat(40) };

    const { output } = await push(
      {},
      { checkpoint: (async () => saved.commitHash) as never },
    );

    expect(output.commitHash).toBe(saved.commitHash);
    expect(await host.files(repository)).toEqual(['README.md']);
  });
});
