import { AuthorizationV1Api } from '@kubernetes/client-node';
import {
  adminConfig,
  describeWithCrossplane,
} from '../__testUtils__/controlPlane';
import { installEnvironmentsApi } from '../__testUtils__/environmentsApi';
import { eventually } from '../__testUtils__/eventually';
import { shipped } from '../__testUtils__/manifests';
import {
  finallyComposed,
  settingsOf,
} from '../__testUtils__/pausedEnvironment';
import { rightsOf } from '../__testUtils__/rights';
import { Platform } from './__testUtils__/Platform';

const FIELD_MANAGER = 'suites';
const ACCOUNT = 'system:serviceaccount:crossplane-system:crossplane';
const CROSSPLANES_PATIENCE_MS = 180_000;
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

const reviews = adminConfig().makeApiClient(AuthorizationV1Api);
const [role] = shipped('rbac/crossplane.yaml');
const roleRef = { ...role, name: role.metadata.name ?? '' };

async function mayCrossplane(
  verb: string,
  { group, resource }: { group: string; resource: string },
): Promise<boolean> {
  const { status } = await reviews.createSubjectAccessReview({
    body: {
      spec: { user: ACCOUNT, resourceAttributes: { verb, group, resource } },
    },
  });
  return status?.allowed === true;
}

describeWithCrossplane("Crossplane's extra role", () => {
  const networkPolicies = {
    group: 'networking.k8s.io',
    resource: 'networkpolicies',
  };
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.start('roles');
    await installEnvironmentsApi(platform.client);
  });

  beforeEach(async () => {
    await platform.client.delete(roleRef);
    await eventually(
      async () => !(await mayCrossplane('get', networkPolicies)),
    );
  });

  afterEach(() => grant());

  afterAll(async () => {
    await platform.stop();
  });

  async function grant(): Promise<void> {
    await platform.client.apply(role, FIELD_MANAGER);
    await eventually(() => mayCrossplane('get', networkPolicies));
  }

  /** What Crossplane may not do with the kinds of an environment that has everything, as `verb resource.group`. */
  async function missingRights(): Promise<string[]> {
    const [claim] = shipped('examples/full.yaml');
    const [composition] = shipped('apis/mlflowenvironments/composition.yaml');
    const composed = finallyComposed(claim, settingsOf(composition), 'any');
    const missing = new Set<string>();
    for (const { object } of composed) {
      const { apiVersion } = object;
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
      const { plural } = await platform.client.resourceOf(object);
      for (const verb of VERBS) {
        if (!(await mayCrossplane(verb, { group, resource: plural }))) {
          missing.add(`${verb} ${plural}.${group}`);
        }
      }
    }
    return [...missing].sort();
  }

  it('grants what Crossplane lacks for what an environment consists of, and no more', async () => {
    expect(await missingRights()).toEqual(rightsOf(role));
    await grant();
    expect(await missingRights()).toEqual([]);
  });

  it(
    'is what an environment with a network policy waits for',
    async () => {
      await platform.claim('waits');
      // Crossplane may first wait two minutes for a kind that it can't list, and then doesn't name it.
      await platform.until(
        'waits',
        {
          health: {
            status: 'Failed',
            cause: {
              message: expect.stringMatching(
                /networkpolicies|Informer to sync/,
              ),
            },
            hint: expect.stringMatching(/^Platform team: .*ClusterRole/),
          },
        },
        CROSSPLANES_PATIENCE_MS,
      );
      await grant();
      // Crossplane tries again in its own time, less and less often.
      await platform.until(
        'waits',
        { health: { status: 'Healthy' } },
        CROSSPLANES_PATIENCE_MS,
      );
    },
    3 * CROSSPLANES_PATIENCE_MS,
  );
});
