import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Child,
  KubeClient,
  KubeObject,
  Sandbox,
  sandboxCrds,
  startFunction,
  startSandbox,
} from '@mlops-platform/sandbox';
import { stringify } from 'yaml';
import { freePorts } from '../src/processes/freePorts';
import {
  adminConfig,
  controlPlane,
  createNamespace,
} from './__testUtils__/controlPlane';
import { eventually } from './__testUtils__/eventually';
import { removeKinds } from './__testUtils__/kinds';
import { shipped } from './__testUtils__/manifests';
import { realCrds } from './__testUtils__/shared';

const ENVIRONMENT = {
  apiVersion: 'mlops.example.com/v1alpha1',
  kind: 'MLflowEnvironment',
};
const COMPOSITE_LABEL = 'crossplane.io/composite';
const MANAGED_FINALIZER = 'finalizer.managedresource.crossplane.io';

interface Condition {
  type: string;
  status: string;
}

/** A composed resource as `spec.crossplane.resourceRefs` names it. */
interface ResourceRef {
  apiVersion: string;
  kind: string;
  name: string;
}

const isTrue = ({ status }: KubeObject, type: string) =>
  (status?.conditions as Condition[] | undefined)?.some(
    condition => condition.type === type && condition.status === 'True',
  ) ?? false;

const refsOf = ({ spec }: KubeObject) =>
  (spec?.crossplane as { resourceRefs?: ResourceRef[] }).resourceRefs ?? [];

/**
 * The sandbox's parts but its API server: they are clients of a real one here. Where Crossplane runs, it takes the place of
 * the sandbox's reconciler: both of them would reconcile every definition there is.
 */
describe(`the sandbox's ${
  controlPlane.crossplane ? '' : 'reconciler, '
}providers, deployment controller and GitOps on a real API server`, () => {
  const client = new KubeClient(adminConfig());
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-parts-'));
  const crdFolders = realCrds();
  /** What the sandbox defines where Crossplane does not. */
  const kinds = [
    ...shipped('apis/mlflowenvironments/definition.yaml'),
    ...sandboxCrds(crdFolders),
  ];
  let namespace: string;
  let sandbox: Sandbox;
  let composition: Child | undefined;
  /** What the claims repository holds, besides this suite's files nothing that is a claim. */
  const claims = new Set<string>();

  beforeAll(async () => {
    namespace = await createNamespace(client, 'sandbox');
    const [functionPort] = await freePorts(1);
    if (!controlPlane.crossplane) {
      // Others may have left smaller definitions of the same kinds.
      await removeKinds(client, kinds);
      composition = startFunction({
        port: functionPort,
        logFile: join(folder, 'function.log'),
      });
    }
    const { server: url, adminToken: token, caData, crossplane } = controlPlane;
    sandbox = await startSandbox({
      cluster: { url, token, caData, hasCrossplane: crossplane !== undefined },
      functionPort,
      functionTimeoutMs: 30_000,
      gitPassword: 'secret',
      speed: 50,
      crdFolders,
    });
  });

  afterAll(async () => {
    await push(Object.fromEntries([...claims].map(name => [name, undefined])));
    await eventually(async () => {
      const { items } = await client.list(ENVIRONMENT, { namespace });
      return items.length === 0 && sandbox.cloud.list().length === 0;
    });
    await sandbox.stop();
    await composition?.stop();
    await client.delete({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: namespace,
    });
    if (!controlPlane.crossplane) {
      await removeKinds(client, kinds);
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** Commits claims with these parameters; one without is withdrawn. */
  async function push(
    changes: Record<string, object | undefined>,
  ): Promise<void> {
    await sandbox.repository.commit({
      message: 'Change claims\n',
      author: { name: 'Ada', email: 'ada@example.com' },
      files: Object.entries(changes).map(([name, parameters]) => {
        claims.add(name);
        return {
          path: `environments/${namespace}/${name}.yaml`,
          content: parameters
            ? stringify({
                ...ENVIRONMENT,
                metadata: { name, namespace },
                spec: { parameters: { environmentID: name, ...parameters } },
              })
            : '# withdrawn\n',
        };
      }),
    });
  }

  const find = (name: string) =>
    client.find({ ...ENVIRONMENT, name, namespace });

  const until = (name: string, says: (found: KubeObject) => boolean) =>
    eventually(async () => {
      const found = await client.get({ ...ENVIRONMENT, name, namespace });
      if (!says(found)) {
        throw new Error(JSON.stringify(found.status, undefined, 1));
      }
      return found;
    });

  const healthy = (name: string) =>
    until(
      name,
      found =>
        isTrue(found, 'Synced') &&
        isTrue(found, 'Ready') &&
        isTrue(found, 'ResourcesHealthy'),
    );

  /** What an environment consists of, of one kind. */
  async function composed(name: string, kind: string): Promise<KubeObject[]> {
    const refs = refsOf(await client.get({ ...ENVIRONMENT, name, namespace }));
    return Promise.all(
      refs
        .filter(ref => ref.kind === kind)
        .map(ref => client.get({ ...ref, namespace })),
    );
  }

  it('make a claim in Git a healthy environment', async () => {
    await push({ first: { deletionPolicy: 'Delete' } });

    const { status } = await healthy('first');

    expect(status?.trackingUri).toMatch(/^http:\/\/.+:\d+$/);
    const [cluster] = await composed('first', 'AdvancedCluster');
    expect(cluster.metadata).toMatchObject({
      finalizers: [MANAGED_FINALIZER],
      labels: { [COMPOSITE_LABEL]: 'first' },
    });
    const [deployment] = await composed('first', 'Deployment');
    expect(isTrue(deployment, 'Available')).toBe(true);
  });

  it('carry a change of the claim to what it consists of', async () => {
    await push({
      first: {
        deletionPolicy: 'Delete',
        database: { tier: 'M20' },
        server: { replicas: 2 },
      },
    });

    await eventually(async () => {
      const [cluster] = await composed('first', 'AdvancedCluster');
      const [deployment] = await composed('first', 'Deployment');
      expect(JSON.stringify(cluster.spec)).toContain('"instanceSize":"M20"');
      expect(deployment.status).toMatchObject({ availableReplicas: 2 });
      return true;
    });
    await healthy('first');
  });

  it('remove what is gone from Git, with all that belongs to it, and nothing else', async () => {
    await push({ second: { deletionPolicy: 'Delete' } });
    await healthy('second');
    const refs = refsOf(
      await client.get({ ...ENVIRONMENT, name: 'second', namespace }),
    );
    expect(refs.length).toBeGreaterThan(10);

    await push({ second: undefined });

    await eventually(async () => !(await find('second')));
    await eventually(async () => {
      const left = await Promise.all(
        refs.map(ref => client.find({ ...ref, namespace })),
      );
      expect(left.flatMap(object => object?.kind ?? [])).toEqual([]);
      return true;
    });
    await eventually(
      async () =>
        !JSON.stringify(sandbox.cloud.list()).includes('mlflow-second'),
    );
    await healthy('first');
  });

  it('let an environment go while a managed resource is still being deleted', async () => {
    await push({ held: { deletionPolicy: 'Delete' } });
    await healthy('held');
    const [bucket] = await composed('held', 'Bucket');
    const { apiVersion, kind } = bucket;
    const name = bucket.metadata.name ?? '';
    const ref = { apiVersion, kind, name, namespace };
    const finalizers = ['example.com/hold', MANAGED_FINALIZER];
    await client.merge(ref, { metadata: { finalizers } });

    await push({ held: undefined });

    await eventually(async () => !(await find('held')));
    const left = await eventually(async () => {
      const found = await client.get(ref);
      return found.metadata.deletionTimestamp ? found : undefined;
    });
    expect(left.metadata.labels).toMatchObject({ [COMPOSITE_LABEL]: 'held' });

    // Providers wait until they are the last to hold it.
    await client.merge(ref, { metadata: { finalizers: [MANAGED_FINALIZER] } });
    await eventually(async () => !(await client.find(ref)));
  });
});
