import {
  AuthorizationV1Api,
  CoreV1Api,
  V1ResourceAttributes,
} from '@kubernetes/client-node';
import {
  Status,
  EnvironmentDetail,
  EnvironmentEventList,
  EnvironmentManifest,
  Preview,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { JsonObject } from '@backstage/types';
import { KubernetesObject } from '@mlops-platform/function-mlflow-environments';
import { KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { Aggregator, CLUSTER } from './__testUtils__/Aggregator';
import {
  adminConfig,
  configFor,
  createNamespace,
} from './__testUtils__/controlPlane';
import { installEnvironmentsApi } from './__testUtils__/environmentsApi';
import { eventually } from './__testUtils__/eventually';
import { shipped } from './__testUtils__/manifests';
import {
  createPausedEnvironment,
  settingsOf,
} from './__testUtils__/pausedEnvironment';
import { RecordingProxy } from './__testUtils__/RecordingProxy';
import { rightsOf } from './__testUtils__/rights';
import { servedResources } from './__testUtils__/servedResources';
import { tokenOf } from './__testUtils__/serviceAccount';

const FIELD_MANAGER = 'suites';
const PASSWORD = 'S3CR3T-M4RK3R';
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];
/** What every account may ask about itself (the role system:basic-user). */
const ABOUT_ITSELF = [
  'selfsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
  'selfsubjectreviews.authentication.k8s.io',
];

const admin = new KubeClient(adminConfig());
const core = adminConfig().makeApiClient(CoreV1Api);
const [role, binding] = shipped('rbac/backstage.yaml');

let namespace: string;
let token: string;
let composed: KubernetesObject[];
let proxies: RecordingProxy[];
/** One reads collections as streams, as API servers offer it now; the other lists them, for those that don't. */
let aggregators: Aggregator[];
let aggregator: Aggregator;

beforeAll(async () => {
  await installEnvironmentsApi(admin);
  token = await tokenOf('backstage', 'backstage');
  for (const object of [role, binding]) {
    await admin.apply(object, FIELD_MANAGER);
  }
  namespace = await createNamespace(admin, 'rbac');
  const [composition] = shipped('apis/mlflowenvironments/composition.yaml');
  const create = (claim: KubeObject) =>
    createPausedEnvironment(admin, claim, settingsOf(composition), PASSWORD);
  composed = await create(claimOf('full.yaml'));
  await create(
    claimOf('dev-team-a-project.yaml', { database: { tier: 'Flex' } }),
  );
  proxies = await Promise.all([
    RecordingProxy.start(),
    RecordingProxy.start({ refusesStreams: true }),
  ]);
  aggregators = await Promise.all(
    proxies.map(({ url }) =>
      Aggregator.start({
        cluster: { url, token },
        config: {
          targets: [
            {
              name: 'main',
              cluster: CLUSTER,
              cloneUrl: 'https://git.example.com/claims.git',
              namespaces: [namespace],
            },
          ],
        },
      }),
    ),
  );
  [aggregator] = aggregators;
});

afterAll(async () => {
  for (const part of [...(aggregators ?? []), ...(proxies ?? [])]) {
    await part.stop();
  }
  await core.deleteNamespace({ name: namespace });
  for (const object of [role, binding]) {
    await admin.delete({ ...object, name: object.metadata.name ?? '' });
  }
});

/** A claim of crossplane/examples, in the namespace of this suite. */
function claimOf(example: string, changes: JsonObject = {}): KubeObject {
  const [claim] = shipped(`examples/${example}`);
  const parameters = { ...(claim.spec?.parameters as JsonObject), ...changes };
  return {
    ...claim,
    metadata: { ...claim.metadata, namespace },
    spec: { parameters },
  };
}

describe("Backstage's service account, with the role as shipped", () => {
  const environment = () =>
    aggregator.get<EnvironmentDetail>(
      `/environments/${CLUSTER}/${namespace}/churn-models`,
    );

  it('reads every kind that an environment consists of', async () => {
    await eventually(async () => {
      const { resources } = await environment();
      const seen = resources.map(({ kind, name }) => `${kind} ${name}`);
      expect(seen.sort()).toEqual(
        composed.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort(),
      );
      return true;
    });
    await eventually(async () => {
      const { clusters } = await aggregator.get<Status>('/status');
      expect(clusters).toMatchObject([{ name: CLUSTER, state: 'synced' }]);
      return true;
    });
    const { clusters } = await aggregator.get<Status>('/status');
    expect(clusters[0].kinds.length).toBeGreaterThan(15);
    expect(clusters[0].kinds.filter(({ state }) => state !== 'synced')).toEqual(
      [],
    );
  });

  it('reads manifests of everything but the Secret', async () => {
    const { resources } = await environment();
    const shown: string[] = [];
    for (const { kind, compositionResourceName } of resources) {
      if (kind === 'Secret') continue;
      const { yaml } = await manifest(String(compositionResourceName));
      expect(yaml).toContain(`kind: ${kind}\n`);
      shown.push(yaml);
    }
    shown.push((await manifest('environment')).yaml);
    expect(shown.join()).not.toContain(PASSWORD);
    await expect(manifest('mlflow-config')).rejects.toThrow('404');
  });

  it('reads events', async () => {
    const bucket = composed.find(({ kind }) => kind === 'Bucket');
    await core.createNamespacedEvent({
      namespace,
      body: {
        metadata: { name: 'seen' },
        involvedObject: {
          apiVersion: bucket?.apiVersion,
          kind: 'Bucket',
          namespace,
          name: bucket?.metadata.name,
        },
        type: 'Warning',
        reason: 'CannotCreateExternalResource',
        message: 'the bucket is somebody else’s',
      },
    });
    await eventually(async () => {
      const { items } = await aggregator.get<EnvironmentEventList>(
        `/environments/${CLUSTER}/${namespace}/churn-models/events`,
      );
      return items.some(
        ({ reason }) => reason === 'CannotCreateExternalResource',
      );
    });
  });

  it('previews with the settings of the Composition', async () => {
    const { problems, resources } = await aggregator.post<Preview>(
      '/previews',
      { namespace, parameters: { environmentID: 'another' } },
    );
    expect(problems ?? []).toEqual([]);
    expect(resources.length).toBeGreaterThan(10);
  });

  it('needs every right that the role grants', async () => {
    const flex = '/manifests/atlas-cluster';
    await aggregator.get(
      `/environments/${CLUSTER}/${namespace}/dev-team-a-project${flex}`,
    );
    await eventually(async () => {
      const used = new Set(
        proxies
          .flatMap(({ accesses }) => accesses)
          .map(({ verb, resource, group }) => `${verb} ${resource}.${group}`),
      );
      expect([...used].sort()).toEqual(rightsOf(role));
      return true;
    });
  });

  it('is refused a Secret by the server', async () => {
    const itself = configFor(token).makeApiClient(CoreV1Api);
    const name = 'churn-models-mlflow-config';
    const { data } = await core.readNamespacedSecret({ name, namespace });
    expect(data).toHaveProperty('MONGO_URI');
    const forbidden = { code: 403 };
    await expect(
      itself.readNamespacedSecret({ name, namespace }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      itself.listNamespacedSecret({ namespace }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      itself.listSecretForAllNamespaces({ watch: true }),
    ).rejects.toMatchObject(forbidden);
  });

  it('may read nothing else and change nothing', async () => {
    const reviews = configFor(token).makeApiClient(AuthorizationV1Api);
    const isAllowed = async (resourceAttributes: V1ResourceAttributes) => {
      const { status } = await reviews.createSelfSubjectAccessReview({
        body: { spec: { resourceAttributes } },
      });
      return status?.allowed;
    };
    const allowed: string[] = [];
    for (const { group, resource, subresource } of await servedResources()) {
      const path = [resource, subresource].filter(Boolean).join('/');
      await Promise.all(
        [...READ, ...WRITE].map(async verb => {
          if (await isAllowed({ verb, group, resource, subresource })) {
            allowed.push(`${verb} ${path}.${group}`);
          }
        }),
      );
    }
    const expected = [
      ...rightsOf(role),
      ...ABOUT_ITSELF.map(resource => `create ${resource}`),
    ];
    expect(allowed.sort()).toEqual(expected.sort());
  });

  async function manifest(resource: string): Promise<EnvironmentManifest> {
    return aggregator.get(
      `/environments/${CLUSTER}/${namespace}/churn-models/manifests/${resource}`,
    );
  }
});
