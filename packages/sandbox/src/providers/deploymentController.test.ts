import { join } from 'node:path';
import { startTestApiServer, TestApiServer } from '../__testUtils__/apiServer';
import { eventually } from '../__testUtils__/eventually';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { Condition, conditionOf, KubeObject, refOf } from '../kube';
import { silentLogger } from '../logger';
import { Cloud, FAIL_ANNOTATION, Pace, Providers } from '.';

const namespace = 'team-a';

function aDeployment(annotations?: Record<string, string>): KubeObject {
  const labels = { app: 'mlflow' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'mlflow',
      namespace,
      ...(annotations && { annotations }),
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'mlflow', image: 'mlflow:1' }] },
      },
    },
  };
}

describe('the simulated Deployment controller', () => {
  let api: TestApiServer;
  let providers: Providers;

  beforeEach(async () => {
    api = await startTestApiServer();
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    providers = Providers.start({
      client: api.client,
      cloud: Cloud.open(join(await temporaryFolder(), 'cloud.json')),
      pace: new Pace(100),
      logger: silentLogger,
    });
  });

  afterEach(async () => {
    await providers.stop();
    await api.server.stop();
    await removeFolders();
  });

  const condition = (
    object: KubeObject,
    type: string,
    wanted: Partial<Condition>,
  ) =>
    eventually(async () => {
      const found = await api.client.get(refOf(object));
      expect(conditionOf(found, type)).toMatchObject(wanted);
      return found;
    });

  const pods = async () =>
    (await api.client.list({ apiVersion: 'v1', kind: 'Pod' })).items;
  const containers = (pod: KubeObject) =>
    pod.status?.containerStatuses as { ready: boolean; image: string }[];

  it('brings up pods that carry the labels of the template', async () => {
    const deployment = await api.client.create(aDeployment());

    const { status } = await condition(deployment, 'Available', {
      status: 'True',
      reason: 'MinimumReplicasAvailable',
    });

    expect(status).toMatchObject({ replicas: 2, readyReplicas: 2 });
    const found = await pods();
    expect(found).toHaveLength(2);
    for (const pod of found) {
      expect(pod.metadata.labels).toMatchObject({ app: 'mlflow' });
      expect(pod.status?.phase).toBe('Running');
      expect(containers(pod)).toMatchObject([{ ready: true }]);
    }
  });

  it('replaces the pods when the template changes', async () => {
    const deployment = await api.client.create(aDeployment());
    await condition(deployment, 'Available', { status: 'True' });

    await api.client.merge(refOf(deployment), {
      spec: {
        replicas: 1,
        template: {
          spec: { containers: [{ name: 'mlflow', image: 'mlflow:2' }] },
        },
      },
    });

    await eventually(async () => {
      const images = (await pods()).map(pod => containers(pod)?.[0].image);
      expect(images).toEqual(['mlflow:2']);
      return true;
    });
  });

  it('fails to pull an image when it is asked to', async () => {
    const deployment = await api.client.create(
      aDeployment({ [FAIL_ANNOTATION]: 'ImagePullBackOff' }),
    );

    await condition(deployment, 'Progressing', {
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    });

    await condition(deployment, 'Available', { status: 'False' });
    const [pod] = await pods();
    expect(containers(pod)).toMatchObject([
      { ready: false, state: { waiting: { reason: 'ImagePullBackOff' } } },
    ]);
  });

  it('leaves nothing behind when the Deployment goes', async () => {
    const deployment = await api.client.create(aDeployment());
    await condition(deployment, 'Available', { status: 'True' });

    await api.client.delete(refOf(deployment));

    await eventually(async () => (await pods()).length === 0);
  });
});
