import { ApiServer, startApiServer } from '../apiserver';
import { sandboxCrds } from '../crds';
import { JsonObject, objectAt, stringAt } from '../json';
import {
  Condition,
  conditionOf,
  conditionsOf,
  KubeClient,
  KubeObject,
  refOf,
  Watcher,
} from '../kube';
import { silentLogger } from '../logger';
import { eventually } from '../__testUtils__/eventually';
import { Answer, TestFunction } from '../__testUtils__/testFunction';
import { Reconciler } from '.';

const ENVIRONMENT = { apiVersion: 'example.org/v1', kind: 'Environment' };
const BUCKET = { apiVersion: 's3.aws.m.upbound.io/v1beta1', kind: 'Bucket' };
const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap' };
const namespace = 'team-a';

const bucket: JsonObject = {
  ...BUCKET,
  spec: { forProvider: { region: 'eu' } },
};
const config: JsonObject = { ...CONFIG, data: { a: 'b' } };

const definition: KubeObject = {
  apiVersion: 'apiextensions.crossplane.io/v2',
  kind: 'CompositeResourceDefinition',
  metadata: { name: 'environments.example.org' },
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: { kind: 'Environment', plural: 'environments' },
    defaultCompositionRef: { name: 'standard' },
    versions: [
      {
        name: 'v1',
        served: true,
        referenceable: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: { size: { type: 'string' } },
              },
              status: {
                type: 'object',
                properties: { uri: { type: 'string' } },
              },
            },
          },
        },
      },
    ],
  },
};

function composition(image: string): KubeObject {
  return {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'Composition',
    metadata: { name: 'standard', labels: { channel: 'stable' } },
    spec: {
      compositeTypeRef: { ...ENVIRONMENT },
      mode: 'Pipeline',
      pipeline: [
        {
          step: 'compose',
          functionRef: { name: 'function-test' },
          input: { image },
        },
      ],
    },
  };
}

describe('Reconciler', () => {
  let server: ApiServer;
  let client: KubeClient;
  let fn: TestFunction;
  let reconciler: Reconciler;

  beforeEach(async () => {
    server = await startApiServer({
      crds: sandboxCrds(process.env.SANDBOX_CRDS_DIR),
    });
    client = KubeClient.forServer(server);
    fn = await TestFunction.start();
    reconciler = Reconciler.start({
      client,
      functionTimeoutMs: 300,
      logger: silentLogger,
    });
    await client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    await fn.register(client, 'function-test');
    await client.create(composition('first'));
    await client.create(definition);
    await eventually(() => client.pathOf(ENVIRONMENT));
  });

  afterEach(async () => {
    await reconciler.stop();
    fn.stop();
    await server.stop();
  });

  const ref = { ...ENVIRONMENT, name: 'churn', namespace };
  const answers = (answer: Answer) => {
    fn.answer = () => answer;
  };
  const claim = (more: Partial<KubeObject['metadata']> = {}, spec = {}) =>
    client.create({
      ...ENVIRONMENT,
      metadata: { name: 'churn', namespace, ...more },
      spec,
    });
  const composite = () => client.get(ref);
  const condition = (type: string, wanted: Partial<Condition>) =>
    eventually(async () => {
      const found = conditionOf(await composite(), type);
      expect(found).toMatchObject(wanted);
      return found;
    });
  const composedOf = async (kind: typeof BUCKET) =>
    (await client.list(kind, { namespace })).items;
  const messages = async () =>
    (await client.list({ apiVersion: 'v1', kind: 'Event' })).items.map(
      event => `${event.type} ${event.reason} ${event.message}`,
    );

  it('establishes the kind that a definition defines', async () => {
    const established = await eventually(async () => {
      const found = await client.get(refOf(definition));
      return conditionOf(found, 'Established')?.status === 'True' && found;
    });

    expect(conditionOf(established, 'Established')?.reason).toBe(
      'WatchingCompositeResource',
    );
    const crd = await client.get({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'environments.example.org',
    });
    expect(objectAt(crd.spec, 'names').categories).toContain('composite');
  });

  it('composes what the function wants, labelled, named, annotated and owned as Crossplane does', async () => {
    answers({ resources: { config, bucket } });
    const { metadata } = await claim();
    await condition('Ready', { status: 'True', reason: 'Available' });

    const [composed] = await composedOf(BUCKET);

    expect(composed.metadata).toMatchObject({
      name: expect.stringMatching(/^churn-[0-9a-f]{12}$/),
      generateName: 'churn-',
      labels: { 'crossplane.io/composite': 'churn' },
      annotations: { 'crossplane.io/composition-resource-name': 'bucket' },
      ownerReferences: [
        { ...ENVIRONMENT, uid: metadata.uid, controller: true },
      ],
    });
    const environment = await composite();
    expect(environment.metadata).toMatchObject({
      finalizers: ['composite.apiextensions.crossplane.io'],
      labels: { 'crossplane.io/composite': 'churn' },
    });
    expect(environment.spec?.crossplane).toMatchObject({
      compositionRef: { name: 'standard' },
      compositionRevisionRef: {
        name: expect.stringMatching(/^standard-[0-9a-f]{7}$/),
      },
      compositionUpdatePolicy: 'Automatic',
      resourceRefs: [
        { ...BUCKET, name: composed.metadata.name },
        { ...CONFIG, name: expect.any(String) },
      ],
    });
    await condition('Synced', { status: 'True', reason: 'ReconcileSuccess' });
    await condition('Responsive', {
      status: 'True',
      reason: 'WatchCircuitClosed',
    });
  });

  it('shows the function what it observes, connection details included', async () => {
    answers({
      resources: {
        bucket: {
          ...bucket,
          metadata: { name: 'ours' },
          spec: {
            forProvider: { region: 'eu' },
            writeConnectionSecretToRef: { name: 'details' },
          },
        },
      },
    });
    await client.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'details', namespace },
      stringData: { password: 'p@ss' },
    });
    await claim({}, { size: 'small' });

    const request = await eventually(() => {
      const latest = fn.requests.at(-1);
      return latest?.observed?.resources.bucket && latest;
    });

    expect(request.input).toEqual({ image: 'first' });
    const observed = request.observed;
    expect(stringAt(observed?.composite?.resource, 'spec', 'size')).toBe(
      'small',
    );
    expect(observed?.resources.bucket.resource?.metadata.name).toBe('ours');
    expect(String(observed?.resources.bucket.connectionDetails.password)).toBe(
      'p@ss',
    );
  });

  it('asks the function again when a composed resource changes', async () => {
    fn.answer = ({ observed }) => {
      const id = stringAt(
        observed?.resources.bucket?.resource,
        'status',
        'atProvider',
        'id',
      );
      return { resources: { bucket }, unready: id ? [] : ['bucket'] };
    };
    await claim();
    await condition('Ready', {
      status: 'False',
      reason: 'Creating',
      message: 'Unready resources: bucket',
    });

    const [composed] = await composedOf(BUCKET);
    const status = { atProvider: { id: 'a-bucket' } };
    await client.merge(refOf(composed), { status }, 'status');

    const ready = await condition('Ready', { status: 'True' });
    expect(ready.message).toBeUndefined();
    await eventually(async () =>
      (
        await messages()
      ).includes(
        'Normal ComposeResources Composed resource "bucket" is not yet ready',
      ),
    );
  });

  it('merges the status that the function wants and drops what it no longer says', async () => {
    answers({ resources: { config }, status: { uri: 'http://a' } });
    await claim();
    await condition('Ready', { status: 'True' });
    expect((await composite()).status?.uri).toBe('http://a');

    answers({ resources: { config } });
    await client.merge(ref, { spec: { size: 'large' } });

    await eventually(async () => (await composite()).status?.uri === undefined);
    expect(conditionsOf(await composite())).not.toEqual([]);
  });

  it('deletes what the function no longer wants, and only after taking its label', async () => {
    answers({ resources: { config, bucket } });
    await claim();
    await condition('Ready', { status: 'True' });
    const [composed] = await composedOf(BUCKET);
    await client.merge(refOf(composed), {
      metadata: { finalizers: ['example.org/keep'] },
    });

    answers({ resources: { config } });
    await client.merge(ref, { spec: { size: 'large' } });

    const dropped = await eventually(async () => {
      const found = await client.get(refOf(composed));
      return found.metadata.deletionTimestamp && found;
    });
    expect(dropped.metadata.labels).toBeUndefined();
    await eventually(
      async () =>
        JSON.stringify((await composite()).spec).includes('Bucket') === false,
    );
  });

  it('reports a fatal result and composes nothing', async () => {
    answers({ fatal: 'prod may not be deleted', resources: { config } });
    await claim();

    await condition('Synced', {
      status: 'False',
      reason: 'ReconcileError',
      message:
        'cannot compose resources: pipeline step "compose" returned a fatal result: prod may not be deleted',
    });
    expect(conditionOf(await composite(), 'Ready')).toBeUndefined();
    expect((await messages()).join()).toContain(
      'Warning ComposeResources cannot compose resources: pipeline step "compose"',
    );
  });

  it('keeps what exists and forgets custom conditions after a fatal result', async () => {
    const conditions = [{ type: 'DatabaseReady', reason: 'Available' }];
    answers({ resources: { config }, conditions });
    await claim();
    await condition('DatabaseReady', { status: 'True', reason: 'Available' });
    await condition('Ready', { status: 'True' });

    answers({ fatal: 'no' });
    await client.merge(ref, { spec: { size: 'large' } });

    await condition('DatabaseReady', {
      status: 'Unknown',
      reason: 'FatalError',
    });
    await condition('Ready', { status: 'True' });
    expect(await composedOf(CONFIG)).not.toEqual([]);
  });

  it('lets no function set the conditions that are not its own', async () => {
    const conditions = [{ type: 'Ready', reason: 'Lie' }];
    answers({ resources: { config }, unready: ['config'], conditions });
    await claim();

    await condition('Ready', { status: 'False', reason: 'Creating' });
  });

  it('reports a kind that is not installed', async () => {
    answers({
      resources: { bad: { apiVersion: 'nope.example.com/v1', kind: 'Nope' } },
    });
    await claim();

    await condition('Synced', {
      status: 'False',
      message:
        'cannot compose resources: cannot check if composed resource "bad" is namespaced (a Nope named ): failed to get restmapping: no matches for kind "Nope" in version "nope.example.com/v1"',
    });
  });

  it('applies the others when the API server finds one resource invalid', async () => {
    const invalid = { ...bucket, spec: { managementPolicies: 'all' } };
    answers({ resources: { bad: invalid, config } });
    await claim();

    await condition('Synced', {
      status: 'False',
      reason: 'ReconcileError',
    });
    await eventually(async () => (await composedOf(CONFIG)).length > 0);
  });

  it('reports a composition that does not exist', async () => {
    await claim({}, { crossplane: { compositionRef: { name: 'missing' } } });

    await condition('Synced', {
      status: 'False',
      reason: 'ReconcileError',
      message: expect.stringMatching(
        /^cannot fetch Composition: cannot get Composition: .*"missing" not found$/,
      ),
    });
  });

  it('says that a function cannot be reached, leaves everything as it is, and recovers', async () => {
    answers({ resources: { config } });
    await claim();
    await condition('Ready', { status: 'True' });

    fn.stop();
    await client.merge(ref, { spec: { size: 'large' } });
    await condition('Synced', {
      status: 'False',
      reason: 'ReconcileError',
      message: expect.stringMatching(
        /^cannot compose resources: cannot run Composition pipeline step "compose": cannot run Function "function-test": rpc error: code = DeadlineExceeded desc = /,
      ),
    });
    await condition('Ready', { status: 'True' });
    expect(await composedOf(CONFIG)).not.toEqual([]);

    await fn.listen();
    await condition('Synced', { status: 'True' });
  });

  it('does nothing to a paused composite, and says so', async () => {
    answers({ resources: { config } });
    await claim({ annotations: { 'crossplane.io/paused': 'true' } });

    await condition('Synced', {
      status: 'False',
      reason: 'ReconcilePaused',
      message:
        'Reconciliation (including deletion) is paused via the pause annotation',
    });
    expect(fn.requests).toEqual([]);

    await client.merge(ref, {
      metadata: { annotations: { 'crossplane.io/paused': null } },
    });
    await condition('Ready', { status: 'True' });
  });

  it('lets go of a deleted composite at once while what it composed still deletes', async () => {
    answers({ resources: { bucket } });
    await claim();
    await condition('Ready', { status: 'True' });
    const [composed] = await composedOf(BUCKET);
    await client.merge(refOf(composed), {
      metadata: { finalizers: ['finalizer.managedresource.crossplane.io'] },
    });

    await client.delete(ref);

    await eventually(async () => (await client.find(ref)) === undefined);
    const left = await eventually(async () => {
      const found = await client.get(refOf(composed));
      return found.metadata.deletionTimestamp && found;
    });
    expect(left.metadata.labels).toEqual({
      'crossplane.io/composite': 'churn',
    });
  });

  it('has composites follow the channel that their definition names', async () => {
    const latestInput = () => fn.requests.at(-1)?.input?.image;
    const publish = (image: string, channel: string) =>
      client.merge(refOf(composition('')), {
        metadata: { labels: { channel } },
        spec: { pipeline: composition(image).spec?.pipeline },
      });
    await client.merge(refOf(definition), {
      spec: {
        defaultCompositionRevisionSelector: {
          matchLabels: { channel: 'stable' },
        },
      },
    });
    answers({ resources: { config } });
    await claim();
    await condition('Ready', { status: 'True' });
    expect((await composite()).spec?.crossplane).toMatchObject({
      compositionRevisionSelector: { matchLabels: { channel: 'stable' } },
    });

    await publish('second', 'canary');
    await client.merge(ref, { spec: { size: 'large' } });
    await eventually(async () => {
      const { metadata } = await composite();
      const synced = await condition('Synced', { status: 'True' });
      return synced.observedGeneration === metadata.generation;
    });
    expect(latestInput()).toBe('first');

    await publish('second', 'stable');
    await eventually(() => latestInput() === 'second');
    await eventually(async () =>
      (
        await messages()
      ).includes(
        'Normal CompositionSelection Default revision selector has been selected',
      ),
    );
  });

  it('writes what the function says of the status before it says that it is ready', async () => {
    const seen: KubeObject[] = [];
    const watcher = Watcher.start({
      client,
      type: ENVIRONMENT,
      onChange: (_, object) => seen.push(object),
      logger: silentLogger,
    });
    answers({ resources: { config }, status: { uri: 'http://a' } });
    await claim();
    await condition('Ready', { status: 'True' });
    await watcher.stop();

    const first = seen.find(({ status }) => status?.uri);
    expect(first && conditionOf(first, 'Ready')).toBeUndefined();
  });

  it('moves composites to a new revision of their composition, except those that are pinned', async () => {
    answers({ resources: { config } });
    await claim();
    await condition('Ready', { status: 'True' });
    const crossplane = objectAt((await composite()).spec, 'crossplane');
    await client.create({
      ...ENVIRONMENT,
      metadata: { name: 'pinned', namespace },
      spec: {
        crossplane: {
          ...crossplane,
          compositionUpdatePolicy: 'Manual',
          resourceRefs: [],
        },
      },
    });

    await client.merge(refOf(composition('')), {
      spec: { pipeline: composition('second').spec?.pipeline },
    });

    await eventually(() =>
      fn.requests.some(({ input }) => input?.image === 'second'),
    );
    const { items } = await client.list({
      apiVersion: 'apiextensions.crossplane.io/v1',
      kind: 'CompositionRevision',
    });
    expect(items.map(({ spec }) => spec?.revision).sort()).toEqual([1, 2]);
    for (const { metadata } of items) {
      expect(metadata.labels).toMatchObject({
        channel: 'stable',
        'crossplane.io/composition-name': 'standard',
      });
    }
    const pinned = await client.get({ ...ref, name: 'pinned' });
    expect(objectAt(pinned.spec, 'crossplane').compositionRevisionRef).toEqual(
      crossplane.compositionRevisionRef,
    );
  });
});
