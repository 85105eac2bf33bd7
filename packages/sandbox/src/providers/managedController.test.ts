import { join } from 'node:path';
import { startTestApiServer, TestApiServer } from '../__testUtils__/apiServer';
import { aClaim } from '../__testUtils__/claims';
import { eventually } from '../__testUtils__/eventually';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { aManaged, ManagedOptions } from '../__testUtils__/managedResources';
import { JsonObject, objectAt, stringAt } from '../json';
import {
  Condition,
  conditionOf,
  controllerReference,
  KubeObject,
  refOf,
} from '../kube';
import { silentLogger } from '../logger';
import { Cloud, FAIL_ANNOTATION, Pace, Providers } from '.';

const FOR_GOOD = 'finalizer.managedresource.crossplane.io';
const RETAINED = ['Observe', 'Create', 'Update', 'LateInitialize'];
const EXTERNAL_NAME = 'crossplane.io/external-name';

describe('the simulated providers', () => {
  let api: TestApiServer;
  let cloud: Cloud;
  let providers: Providers;

  beforeEach(async () => {
    api = await startTestApiServer();
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'team-a' },
    });
    cloud = Cloud.open(join(await temporaryFolder(), 'cloud.json'));
    providers = Providers.start({
      client: api.client,
      cloud,
      pace: new Pace(100),
      logger: silentLogger,
    });
  });

  afterEach(async () => {
    await providers.stop();
    await api.server.stop();
    await removeFolders();
  });

  const create = (kind: string, name: string, options?: ManagedOptions) =>
    api.client.create(aManaged(kind, name, options));

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

  const ready = (object: KubeObject) =>
    condition(object, 'Ready', { status: 'True', reason: 'Available' });

  const failing = (object: KubeObject, message: RegExp) =>
    condition(object, 'Synced', {
      status: 'False',
      reason: 'ReconcileError',
      message: expect.stringMatching(message),
    });

  const gone = (object: KubeObject) =>
    eventually(async () => !(await api.client.find(refOf(object))));

  const secret = async (name: string): Promise<JsonObject> =>
    objectAt(
      await eventually(() =>
        api.client.find({
          apiVersion: 'v1',
          kind: 'Secret',
          name,
          namespace: 'team-a',
        }),
      ),
      'data',
    );

  async function aProject(options?: ManagedOptions): Promise<KubeObject> {
    return ready(await create('Project', 'churn', options));
  }

  it('creates a bucket by its external name and tells its ARN once it exists', async () => {
    const bucket = await ready(
      await create('Bucket', 'churn', {
        annotations: { [EXTERNAL_NAME]: 'mlflow-churn-1234' },
      }),
    );

    expect(bucket.metadata.finalizers).toEqual([FOR_GOOD]);
    expect(bucket.status?.atProvider).toMatchObject({
      id: 'mlflow-churn-1234',
      arn: 'arn:aws:s3:::mlflow-churn-1234',
      region: 'us-east-1',
    });
    expect(conditionOf(bucket, 'Synced')).toMatchObject({
      status: 'True',
      reason: 'ReconcileSuccess',
    });
    expect(conditionOf(bucket, 'LastAsyncOperation')?.reason).toBe('Success');
  });

  it('names a bucket after the object where nothing else names it', async () => {
    const bucket = await ready(await create('Bucket', 'churn'));

    expect(bucket.metadata.annotations?.[EXTERNAL_NAME]).toBe('churn');
  });

  it('adopts what exists in the cloud under the external name', async () => {
    const annotations = { [EXTERNAL_NAME]: 'kept' };
    const first = await ready(
      await create('Bucket', 'first', {
        annotations,
        managementPolicies: RETAINED,
      }),
    );
    await api.client.delete(refOf(first));
    await gone(first);
    const { createdAt } = cloud.find('Bucket', 'kept') ?? {};
    expect(createdAt).toBeDefined();

    await ready(await create('Bucket', 'second', { annotations }));

    expect(cloud.list('Bucket')).toMatchObject([{ id: 'kept', createdAt }]);
  });

  it('deletes from the cloud what its policies let it delete', async () => {
    const role = await ready(await create('Role', 'churn'));

    await api.client.delete(refOf(role));

    await gone(role);
    expect(cloud.list('Role')).toEqual([]);
  });

  it('waits for a reference to resolve and says so', async () => {
    const policy = await create('RolePolicy', 'churn', {
      forProvider: { roleRef: { name: 'churn' } },
    });
    await failing(
      policy,
      /^cannot resolve references: mg\.Spec\.ForProvider\.Role: cannot get referenced resource: roles\.iam\.aws\.m\.upbound\.io "churn" not found$/,
    );

    await create('Role', 'churn');

    const found = await ready(policy);
    expect(stringAt(found.spec, 'forProvider', 'role')).toBe('churn');
  });

  it('gives a project an id that Atlas chose, and the cluster a connection string once it is idle', async () => {
    const project = await aProject();
    const projectId = stringAt(project.status, 'atProvider', 'id') ?? '';
    expect(projectId).toMatch(/^[0-9a-f]{24}$/);
    expect(project.metadata.annotations?.[EXTERNAL_NAME]).toBe(projectId);

    const cluster = await create('AdvancedCluster', 'churn', {
      forProvider: { projectIdRef: { name: 'churn' } },
    });

    const building = await condition(cluster, 'Ready', { reason: 'Creating' });
    expect(stringAt(building.status, 'atProvider', 'connectionStrings')).toBe(
      undefined,
    );
    const { status } = await ready(cluster);
    expect(status?.atProvider).toMatchObject({
      id: `${projectId}-mlflow`,
      stateName: 'IDLE',
      mongoDbVersion: expect.stringMatching(/^8\.0\./),
      connectionStrings: {
        standardSrv: expect.stringMatching(/^mongodb\+srv:\/\/mlflow\./),
      },
    });
  });

  it('changes a cluster that works on meanwhile', async () => {
    await aProject();
    const cluster = await ready(
      await create('AdvancedCluster', 'churn', {
        forProvider: { projectIdRef: { name: 'churn' } },
      }),
    );

    await api.client.merge(refOf(cluster), {
      spec: { forProvider: { mongoDbMajorVersion: '8.2' } },
    });

    await eventually(async () => {
      const { status } = await api.client.get(refOf(cluster));
      expect(status?.atProvider).toMatchObject({
        stateName: 'IDLE',
        mongoDbVersion: '8.2.11',
        connectionStrings: { standardSrv: expect.any(String) },
      });
      return true;
    });
  });

  it('refuses a second project of the same name, as Atlas does', async () => {
    await aProject();

    const second = await create('Project', 'second');

    await failing(second, /Error code: "GROUP_ALREADY_EXISTS"/);
  });

  it('generates a password once and keeps it', async () => {
    await aProject();
    const options = {
      forProvider: { projectIdRef: { name: 'churn' } },
      spec: { writeConnectionSecretToRef: { name: 'churn-user' } },
    };
    const user = await ready(await create('User', 'churn', options));
    const { password } = await secret('churn-user');
    expect(password).toMatch(/^[A-Za-z0-9+/=]{30,}$/);

    await api.client.merge(refOf(user), {
      spec: { forProvider: { description: 'changed' } },
    });
    await eventually(() => cloud.list('User')[0].settings.description);

    expect(await secret('churn-user')).toEqual({ password });
    await api.client.delete(refOf(user));
    await gone(user);
    await eventually(
      async () =>
        !(await api.client.find({
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'churn-user',
          namespace: 'team-a',
        })),
    );
  });

  it('keeps a project while it has clusters', async () => {
    const project = await aProject();
    const cluster = await ready(
      await create('FlexCluster', 'churn', {
        forProvider: { projectIdRef: { name: 'churn' } },
      }),
    );

    await api.client.delete(refOf(project));

    await failing(project, /CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS/);
    await api.client.delete(refOf(cluster));
    await gone(cluster);
    await gone(project);
  });

  it('keeps a cluster that is protected from termination', async () => {
    await aProject();
    const cluster = await ready(
      await create('AdvancedCluster', 'churn', {
        forProvider: {
          projectIdRef: { name: 'churn' },
          terminationProtectionEnabled: true,
        },
      }),
    );

    await api.client.delete(refOf(cluster));

    await failing(
      cluster,
      /CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED/,
    );
  });

  it('carries a change to the cloud', async () => {
    const bucket = await ready(await create('Bucket', 'churn'));

    await api.client.merge(refOf(bucket), {
      spec: { forProvider: { tags: { owner: 'team-a' } } },
    });

    await eventually(async () => {
      const { status } = await api.client.get(refOf(bucket));
      return stringAt(status, 'atProvider', 'tagsAll', 'owner') === 'team-a';
    });
  });

  it('fails as it is asked to, in the words of the cloud, until it is asked no more', async () => {
    const bucket = await create('Bucket', 'churn', {
      annotations: { [FAIL_ANNOTATION]: 'BucketAlreadyExists' },
    });
    await failing(
      bucket,
      /^create failed: async create failed: failed to create the resource: \[\{0 creating S3 Bucket \(churn\): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: [0-9a-f-]{36}, HostID: [0-9a-f]+, BucketAlreadyExists: {3}\[\]\}\]$/,
    );
    await condition(bucket, 'Ready', { status: 'False', reason: 'Creating' });
    await condition(bucket, 'LastAsyncOperation', {
      status: 'False',
      reason: 'AsyncCreateFailure',
    });

    await api.client.merge(refOf(bucket), {
      metadata: { annotations: { [FAIL_ANNOTATION]: null } },
    });

    await ready(bucket);
  });

  it('lets an environment say which of its resources fail', async () => {
    const environment = await api.client.create(
      aClaim('churn', {
        annotations: { [FAIL_ANNOTATION]: 'server-role=AccessDenied, x=y' },
      }),
    );
    const role = aManaged('Role', 'churn', {
      annotations: { 'crossplane.io/composition-resource-name': 'server-role' },
    });
    role.metadata.ownerReferences = [controllerReference(environment)];

    await failing(
      await api.client.create(role),
      /IAM: CreateRole.*StatusCode: 403.*AccessDenied.*not authorized to perform: iam:CreateRole/,
    );
    await ready(await create('Bucket', 'churn'));
  });

  it('names the failures there are when it is asked for another one', async () => {
    const bucket = await create('Bucket', 'churn', {
      annotations: { [FAIL_ANNOTATION]: 'Sunspots' },
    });

    await failing(bucket, /"Sunspots", which is none of BucketAlreadyExists, /);
  });

  it('leaves a paused resource alone', async () => {
    const bucket = await create('Bucket', 'churn', {
      annotations: { 'crossplane.io/paused': 'true' },
    });

    await condition(bucket, 'Synced', { reason: 'ReconcilePaused' });

    expect(cloud.list()).toEqual([]);
  });

  it('creates nothing that it may only observe', async () => {
    const bucket = await create('Bucket', 'churn', {
      managementPolicies: ['Observe'],
    });

    await failing(bucket, /^observe failed: external resource does not exist$/);
    expect(cloud.list()).toEqual([]);
  });
});
