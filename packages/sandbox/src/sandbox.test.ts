import { join } from 'node:path';
import { articleClaim, realCrdFolders } from './__testUtils__/shared';
import { aClaimFile, claimRef } from './__testUtils__/claims';
import { eventually } from './__testUtils__/eventually';
import { freePort } from './__testUtils__/freePort';
import { removeFolders, temporaryFolder } from './__testUtils__/folders';
import { GitClient, withPassword } from './__testUtils__/gitClient';
import { Child } from './demo/childProcess';
import { startFunction } from './demo/functionProcess';
import { objectAt, stringAt } from './json';
import { conditionOf, KubeObject, ObjectRef } from './kube';
import { FAIL_ANNOTATION } from './providers';
import { Sandbox, startSandbox } from './sandbox';

const CLUSTER = {
  apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha3',
  kind: 'AdvancedCluster',
};

describe('the sandbox', () => {
  let sandbox: Sandbox;
  let composition: Child;
  let git: GitClient;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    const functionPort = await freePort();
    composition = startFunction({
      port: functionPort,
      logFile: join(folder, 'function.log'),
    });
    sandbox = await startSandbox({
      functionPort,
      gitPassword: 'secret',
      speed: 50,
      functionTimeoutMs: 30_000,
      crdFolders: process.env.SANDBOX_CRDS_DIR ?? realCrdFolders(),
    });
    git = await GitClient.clone(
      withPassword(sandbox.cloneUrl, 'secret'),
      join(folder, 'claims'),
    );
  });

  afterAll(async () => {
    await sandbox.stop();
    await composition.stop();
    await removeFolders();
  });

  const environment = (ref: ObjectRef, says: (found: KubeObject) => boolean) =>
    eventually(async () => {
      const found = await sandbox.client.get(ref);
      if (!says(found)) {
        throw new Error(JSON.stringify(found.status, undefined, 1));
      }
      return found;
    });

  const isReady = (object: KubeObject) =>
    conditionOf(object, 'Ready')?.status === 'True';

  const fileOf = (name: string) => `environments/team-a/${name}.yaml`;

  const article = articleClaim();
  if (!article) {
    console.warn('The article is not at hand: its claim is not pushed');
  }
  (article ? describe : describe.skip)('with the article at hand', () => {
    it('makes its claim, unchanged and pushed with plain git, ready', async () => {
      await git.write('environments/from-the-article.yaml', article ?? '');
      await git.push('Ask for the environment of the article');

      const { status } = await environment(
        claimRef('dev-team-a-project', 'data-science-projects'),
        isReady,
      );

      expect(status?.trackingUri).toMatch(/^http:\/\/.+:\d+$/);
    });
  });

  it('shows on the failing managed resource what the cloud said', async () => {
    const annotations = {
      [FAIL_ANNOTATION]: 'atlas-cluster=TENANT_CLUSTER_LIMIT',
    };
    await git.write(fileOf('quota'), aClaimFile('quota', { annotations }));
    await git.push('Ask for one cluster too many');

    const failing = await environment(
      claimRef('quota'),
      found => conditionOf(found, 'ResourcesHealthy')?.status === 'False',
    );

    expect(isReady(failing)).toBe(false);
    const name = 'mlflow-quota';
    const cluster = await sandbox.client.get({
      ...CLUSTER,
      name,
      namespace: 'team-a',
    });
    expect(conditionOf(cluster, 'Synced')).toMatchObject({
      status: 'False',
      reason: 'ReconcileError',
      message: expect.stringContaining('TENANT_CLUSTER_LIMIT'),
    });
  });

  it('keeps the data of an orphaned environment and gives it back to a claim that reclaims it', async () => {
    await git.write(fileOf('kept'), aClaimFile('kept'));
    await git.push('Ask for kept');
    const first = await environment(claimRef('kept'), isReady);
    const projectId = stringAt(first.status, 'database', 'projectId');
    const bucket = stringAt(first.status, 'bucketArn')?.split(':').at(-1);
    const retained = () =>
      sandbox.cloud
        .list()
        .filter(
          ({ id, settings }) =>
            id === projectId ||
            id === bucket ||
            settings.projectId === projectId,
        )
        .map(({ kind, createdAt }) => `${kind} of ${createdAt}`)
        .sort();

    await git.remove(fileOf('kept'));
    await git.push('Withdraw kept');

    await eventually(
      async () => !(await sandbox.client.find(claimRef('kept'))),
    );
    const left = await eventually(
      () =>
        !retained().some(each => /^(User|IPAccessList|Role) /.test(each)) &&
        retained(),
    );
    expect(left.map(each => each.split(' ')[0])).toEqual(
      expect.arrayContaining(['AdvancedCluster', 'Bucket', 'Project']),
    );
    await eventually(async () => {
      const { items } = await sandbox.client.list(CLUSTER);
      return items.every(({ metadata }) => metadata.name !== 'mlflow-kept');
    });

    const parameters = { reclaim: { projectId } };
    await git.write(fileOf('kept'), aClaimFile('kept', { parameters }));
    await git.push('Take kept back');

    const second = await environment(claimRef('kept'), isReady);
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    expect(objectAt(second.status, 'database').projectId).toBe(projectId);
    expect(retained()).toEqual(expect.arrayContaining(left));
  });

  it('removes everything of an environment that is to be deleted with its data', async () => {
    const parameters = { deletionPolicy: 'Delete' };
    await git.write(fileOf('short'), aClaimFile('short', { parameters }));
    await git.push('Ask for short');
    const found = await environment(claimRef('short'), isReady);
    const projectId = stringAt(found.status, 'database', 'projectId') ?? '';

    await git.remove(fileOf('short'));
    await git.push('Withdraw short');

    await eventually(() => !sandbox.cloud.find('Project', projectId));
    await eventually(
      () => !JSON.stringify(sandbox.cloud.list()).includes('mlflow-short'),
    );
  });
});
