import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import {
  buildClaim,
  ClaimParameters,
  renderClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  actionOptions,
  changedFile,
  filesIn,
  gitConfig,
  stepRunner,
} from '../__testUtils__/actions';
import { FakeEnvironmentsBackend } from '../__testUtils__/FakeEnvironmentsBackend';
import { GitHost } from '../__testUtils__/GitHost';
import { decommissionEnvironmentAction } from './decommissionEnvironment';

const CLAIM_PATH = 'environments/team-a/churn.yaml';
const KUSTOMIZATION = 'environments/team-a/kustomization.yaml';
const INPUT = { namespace: 'team-a', environmentID: 'churn' };

function aClaim(
  parameters: Partial<ClaimParameters> = {},
  namespace = 'team-a',
): string {
  return renderClaim(
    buildClaim({
      namespace,
      parameters: { environmentID: 'churn', ...parameters },
    }),
  );
}

describe('mlflow:environment:decommission', () => {
  const runStep = stepRunner();
  let host: GitHost;
  let backend: Awaited<ReturnType<typeof FakeEnvironmentsBackend.start>>;
  let repositories = 0;

  beforeAll(async () => {
    host = await GitHost.start();
  });
  afterAll(() => host.stop());

  beforeEach(async () => {
    backend = await FakeEnvironmentsBackend.start();
  });
  afterEach(() => backend.stop());

  /** The action, for a repository with these files. */
  const anAction = async (
    files: Record<string, string>,
    rest: Partial<Parameters<typeof actionOptions>[0]> = {},
  ) => {
    const cloneUrl = await host.create(`claims-${++repositories}`, {
      'README.md': 'Claims\n',
      ...files,
    });
    return decommissionEnvironmentAction(
      actionOptions({
        config: gitConfig({ host: host.host, cloneUrl }),
        environmentsUrl: backend.url,
        ...rest,
      }),
    );
  };

  it('takes the claim and its entry out, and touches nothing else', async () => {
    const step = await runStep(
      await anAction({
        [CLAIM_PATH]: aClaim(),
        [KUSTOMIZATION]: 'resources:\n  - churn.yaml # ours\n  - fraud.yaml\n',
        'environments/team-a/fraud.yaml': 'kind: Other\n',
      }),
      INPUT,
    );

    expect(step.output.filesToDelete).toEqual([CLAIM_PATH]);
    expect(await filesIn(step, 'changesPath')).toEqual(['kustomization.yaml']);
    expect(changedFile(step, KUSTOMIZATION)).toBe(
      'resources:\n  - fraud.yaml\n',
    );
    expect(await filesIn(step, 'basePath')).toEqual([
      'churn.yaml',
      'kustomization.yaml',
    ]);
  });

  it('takes the kustomization of the last claim with it, and its entry in the one above', async () => {
    const above = 'environments/kustomization.yaml';
    const step = await runStep(
      await anAction({
        [CLAIM_PATH]: aClaim(),
        [KUSTOMIZATION]: 'kind: Kustomization\nresources: [churn.yaml]\n',
        [above]: 'resources:\n  - team-a\n  - team-b\n',
      }),
      INPUT,
    );

    expect(step.output.filesToDelete).toEqual([CLAIM_PATH, KUSTOMIZATION]);
    expect(changedFile(step, above)).toBe('resources:\n  - team-b\n');
  });

  it('finds a claim in a file of another name', async () => {
    const { output } = await runStep(
      await anAction({ 'environments/churn-of-a.yaml': aClaim() }),
      INPUT,
    );

    expect(output.filesToDelete).toEqual(['environments/churn-of-a.yaml']);
    expect(output.claimPath).toBe('environments/churn-of-a.yaml');
  });

  it('says what goes, what stays and who asked', async () => {
    backend.environments.set('sandbox/team-a/churn', {
      parameters: { environmentID: 'churn', deletionPolicy: 'Orphan' },
    });
    const { output } = await runStep(
      await anAction({
        [CLAIM_PATH]: aClaim({ stage: 'prod', owner: 'group:default/team-a' }),
      }),
      INPUT,
      { user: { ref: 'user:default/alice' } },
    );

    expect(output.title).toBe('Decommission MLflow environment churn');
    expect(output.description).toBe(
      [
        '- Environment: `team-a/churn`',
        '- Cluster: `sandbox`',
        '- Stage: `prod`',
        '- Owner: `group:default/team-a`',
        '- When the claim is removed: `Orphan`',
        '- Requested by: `user:default/alice`',
        '',
        'The database and the bucket stay, cost money, and wait for a review. Everything else is deleted.',
        '',
        'Argo CD asks for a confirmation before it goes.',
      ].join('\n'),
    );
    expect(output).toMatchObject({
      entityRef: 'resource:team-a/churn',
      branchName: 'main',
      publish: 'push',
    });
  });

  it('says that data is deleted', async () => {
    const { output } = await runStep(
      await anAction({ [CLAIM_PATH]: aClaim({ deletionPolicy: 'Delete' }) }),
      INPUT,
    );

    expect(output.description).toMatch(/are deleted for good\.$/);
  });

  it('asks for the permission in the name of who runs the task', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.DENY }],
    });
    const credentials = mockCredentials.user('user:default/bob');

    await expect(
      runStep(
        await anAction({ [CLAIM_PATH]: aClaim() }, { permissions }),
        INPUT,
        { getInitiatorCredentials: async () => credentials },
      ),
    ).rejects.toThrow(
      'You may not decommission team-a/churn: ask its owner to, or a platform engineer for the permission',
    );
    expect(permissions.authorize).toHaveBeenCalledWith(
      [
        {
          permission: expect.objectContaining({
            name: 'mlflow-environments.environment.delete',
          }),
          resourceRef: 'sandbox/team-a/churn',
        },
      ],
      { credentials },
    );
    expect(backend.received).toEqual([]);
  });

  it('waits for a deletionPolicy that the cluster has not got yet', async () => {
    backend.environments.set('sandbox/team-a/churn', {
      parameters: { environmentID: 'churn', deletionPolicy: 'Orphan' },
    });

    await expect(
      runStep(
        await anAction({ [CLAIM_PATH]: aClaim({ deletionPolicy: 'Delete' }) }),
        INPUT,
      ),
    ).rejects.toThrow(
      'The deletionPolicy of churn is Delete in Git and still Orphan in the cluster: wait until the change has arrived there',
    );
  });

  it('warns when Crossplane can not act', async () => {
    backend.environments.set('sandbox/team-a/churn', {
      parameters: { environmentID: 'churn' },
      reconcileError: { reason: 'ReconcileError', message: 'no function' },
    });

    const { logs } = await runStep(
      await anAction({ [CLAIM_PATH]: aClaim() }),
      INPUT,
    );

    expect(logs).toContainEqual(
      "Crossplane can't act on churn now, so it stays until that is mended: no function",
    );
  });

  it.each<[string, Record<string, string>, JsonObject, string]>([
    [
      'nothing asks for the environment',
      {},
      {},
      'No file of the repository asks for churn: it is decommissioned already, or its claim is kept elsewhere',
    ],
    [
      'the file holds another claim as well',
      {
        [CLAIM_PATH]: `${aClaim()}---\n${aClaim().replace(/churn/g, 'credit')}`,
      },
      {},
      `${CLAIM_PATH} holds more than the environment churn: take its claim out by hand`,
    ],
    [
      'the file holds something else as well',
      { [CLAIM_PATH]: `${aClaim()}---\napiVersion: v1\nkind: ConfigMap\n` },
      {},
      `${CLAIM_PATH} holds more than the environment churn`,
    ],
    [
      'the file can not be read',
      { [CLAIM_PATH]: 'kind: [\n' },
      {},
      `${CLAIM_PATH} holds more than the environment churn`,
    ],
    [
      'the name belongs to another namespace',
      { 'environments/team-b/churn.yaml': aClaim({}, 'team-b') },
      {},
      'environments/team-b/churn.yaml asks for team-b/churn, not for team-a/churn',
    ],
    [
      'the name is none',
      {},
      { environmentID: '../churn' },
      '"../churn" can\'t be the name',
    ],
    [
      'the target has no such namespace',
      {},
      { namespace: 'kube-system' },
      'The namespace "kube-system" is not one of the target demo',
    ],
  ])('refuses when %s', async (_, files, input, message) => {
    await expect(
      runStep(await anAction(files), { ...INPUT, ...input }),
    ).rejects.toThrow(message);
  });

  it('plans once, however often the step is tried', async () => {
    const action = await anAction({ [CLAIM_PATH]: aClaim() });
    const plans = new Map<string, unknown>();
    const checkpoint = async <T>({
      key,
      fn,
    }: {
      key: string;
      fn: () => Promise<T> | T;
    }) => {
      if (!plans.has(key))
        plans.set(key, JSON.parse(JSON.stringify(await fn())));
      return plans.get(key) as T;
    };

    const first = await runStep(action, INPUT, { checkpoint } as {});
    await host.commit(`claims-${repositories}`, { [CLAIM_PATH]: undefined });
    const second = await runStep(action, INPUT, { checkpoint } as {});

    expect(second.output).toEqual(first.output);
  });

  it('looks and changes nothing in a dry run', async () => {
    const step = await runStep(
      await anAction({ [CLAIM_PATH]: aClaim() }),
      INPUT,
      { isDryRun: true },
    );

    expect(step.output.filesToDelete).toEqual([CLAIM_PATH]);
    expect(backend.writes).toEqual([]);
  });
});
