import { join } from 'node:path';
import { startTestApiServer, TestApiServer } from '../__testUtils__/apiServer';
import { aClaim, aClaimFile, claimRef } from '../__testUtils__/claims';
import { eventually } from '../__testUtils__/eventually';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { BareRepository } from '../git';
import { KubeObject } from '../kube';
import { silentLogger } from '../logger';
import { GitOpsLoop, SOURCE_ANNOTATION } from './loop';

const EVENT = { apiVersion: 'v1', kind: 'Event' };
const author = { name: 'Ada', email: 'ada@example.com' };

describe('GitOpsLoop', () => {
  let api: TestApiServer;
  let repository: BareRepository;
  let loop: GitOpsLoop;

  beforeEach(async () => {
    api = await startTestApiServer();
    const folder = await temporaryFolder();
    repository = await BareRepository.create(join(folder, 'claims.git'));
    loop = GitOpsLoop.start({
      client: api.client,
      repository,
      repositoryName: 'claims',
      pollMs: 50,
      logger: silentLogger,
    });
  });

  afterEach(async () => {
    await loop.stop();
    await api.server.stop();
    await removeFolders();
  });

  /** Commits files; one without content is removed. */
  const commit = (files: Record<string, string>) =>
    repository.commit({
      message: 'Change claims\n',
      author,
      files: Object.entries(files).map(([name, content]) => ({
        path: `environments/team-a/${name}.yaml`,
        content,
      })),
    });

  const find = (name: string) => api.client.find(claimRef(name));
  const applied = (name: string) => eventually(() => find(name));

  const reported = (name: string): Promise<KubeObject> =>
    eventually(async () => {
      const { items } = await api.client.list(EVENT, { namespace: 'team-a' });
      return items.find(
        ({ involvedObject }) =>
          (involvedObject as { name: string }).name === name,
      );
    });

  it('applies a claim into a namespace that it makes', async () => {
    await commit({ churn: aClaimFile('churn') });

    const { metadata, spec } = await applied('churn');

    expect(metadata.annotations?.[SOURCE_ANNOTATION]).toBe(
      'environments/team-a/churn.yaml',
    );
    expect(spec?.parameters).toMatchObject({ stage: 'dev' });
  });

  it('carries a change into the cluster and takes back what somebody else changed', async () => {
    await commit({
      churn: aClaimFile('churn', { parameters: { costCenter: 'CC-1' } }),
    });
    await applied('churn');

    await api.client.merge(claimRef('churn'), {
      spec: { parameters: { costCenter: 'CC-9' } },
    });
    await commit({
      churn: aClaimFile('churn', {
        parameters: { costCenter: 'CC-1', owner: 'team-a' },
      }),
    });

    await eventually(async () => {
      const found = await find('churn');
      expect(found?.spec?.parameters).toMatchObject({
        costCenter: 'CC-1',
        owner: 'team-a',
      });
      return true;
    });
  });

  it('removes what is gone from Git and nothing else', async () => {
    await commit({ gone: aClaimFile('gone'), stays: aClaimFile('stays') });
    await applied('gone');
    await api.client.create(aClaim('applied-by-hand'));

    await commit({ gone: '# withdrawn\n' });

    await eventually(async () => (await find('gone')) === undefined);
    expect(await find('stays')).toBeDefined();
    expect(await find('applied-by-hand')).toBeDefined();
  });

  it('reports a file that is nonsense, keeps what it used to claim, and goes on with the others', async () => {
    await commit({ churn: aClaimFile('churn') });
    await applied('churn');

    await commit({ churn: 'kind: [', other: aClaimFile('other') });

    const event = await reported('churn');
    expect(event).toMatchObject({
      type: 'Warning',
      reason: 'SyncFailed',
      message: expect.stringMatching(
        /^environments\/team-a\/churn.yaml: not valid YAML/,
      ),
    });
    await applied('other');
    expect(await find('churn')).toBeDefined();
  });

  it('reports a claim that the API refuses, with its reason', async () => {
    await commit({
      risky: aClaimFile('risky', {
        parameters: { stage: 'prod', deletionPolicy: 'Delete' },
      }),
      fine: aClaimFile('fine'),
    });

    await applied('fine');

    const { message } = await reported('risky');
    expect(message).toContain('a prod environment keeps its data');
    expect(await find('risky')).toBeUndefined();
  });
});
