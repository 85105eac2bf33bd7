import {
  compositeCrd,
  defineKinds,
  KubeClient,
  KubeObject,
  readClaimCases,
  sandboxCrds,
  tryClaim,
} from '@mlops-platform/sandbox';
import {
  adminConfig,
  controlPlane,
  createNamespace,
  describeWithCrossplane,
} from './__testUtils__/controlPlane';
import { eventually } from './__testUtils__/eventually';
import { CRD_TYPE, removeKinds } from './__testUtils__/kinds';
import { shipped } from './__testUtils__/manifests';
import {
  articleClaim,
  crossplaneCrds,
  describeWithShared,
  sharedNote,
} from './__testUtils__/shared';

const FIELD_MANAGER = 'definition-suite';
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };
const [definition] = shipped('apis/mlflowenvironments/definition.yaml');
const [composition] = shipped('apis/mlflowenvironments/composition.yaml');

const client = new KubeClient(adminConfig());

const nameOf = ({ metadata }: KubeObject) => metadata.name ?? '';

/** What Crossplane brings of the kinds in question: its own definitions where they are at hand, else the sandbox's. */
const foundations = sandboxCrds(crossplaneCrds()).filter(({ spec }) =>
  ['apiextensions.crossplane.io', 'pkg.crossplane.io'].includes(
    String(spec?.group),
  ),
);

/** The conditions of an object, as `<type>=<status>`. */
async function conditionsOf(object: KubeObject): Promise<string[]> {
  const { apiVersion, kind } = object;
  const ref = { apiVersion, kind, name: nameOf(object) };
  const { status } = await client.get(ref);
  const { conditions = [] } = status as {
    conditions?: { type: string; status: string }[];
  };
  return conditions.map(condition => `${condition.type}=${condition.status}`);
}

describe('the environment API', () => {
  let namespace: string;
  /** The composition and the definition, as the API server has taken them. */
  const taken: KubeObject[] = [];

  beforeAll(async () => {
    namespace = await createNamespace(client, 'definition');
    if (!controlPlane.crossplane) {
      // Others may have left smaller definitions of the same kinds.
      await removeKinds(client, foundations);
      await defineKinds(client, foundations);
    }
    for (const object of [composition, definition]) {
      taken.push(await client.apply(object, FIELD_MANAGER));
    }
    if (!controlPlane.crossplane) {
      // Crossplane would derive the kind from its definition.
      await defineKinds(client, [compositeCrd(taken[1])]);
    }
  });

  afterAll(async () => {
    await client.delete({ ...NAMESPACE, name: namespace });
    if (!controlPlane.crossplane) {
      await removeKinds(client, [definition, ...foundations]);
    }
  });

  describeWithShared(`and Crossplane’s own definitions${sharedNote}`, () => {
    it('agree to the last field, its composition included', () => {
      expect(taken[0].spec).toMatchObject(composition.spec ?? {});
      expect(taken[1].spec).toMatchObject(definition.spec ?? {});
    });
  });

  it('is established: no rule costs too much, and its schema is structural', async () => {
    const conditions = await conditionsOf({
      ...CRD_TYPE,
      metadata: definition.metadata,
    });

    expect(conditions).toEqual(
      expect.arrayContaining(['NamesAccepted=True', 'Established=True']),
    );
    expect(conditions).not.toContain('NonStructuralSchema=True');
  });

  it.each(readClaimCases())(
    'decides claims by $at: "$says"',
    async ({ says, accepts, refuses }) => {
      const place = { namespace, name: 'demo' };
      expect(await tryClaim(client, place, accepts)).toBeUndefined();
      expect(await tryClaim(client, place, refuses)).toContain(says);
    },
  );

  describe('a claim as it is published', () => {
    const made = new Set<string>();

    /** Makes the namespace that a claim names, where it is not there. */
    async function ensureNamespace(name: string): Promise<void> {
      await eventually(async () => {
        const found = await client.find({ ...NAMESPACE, name });
        if (!found) {
          await client.create({ ...NAMESPACE, metadata: { name } });
          made.add(name);
        }
        return !found?.metadata.deletionTimestamp;
      });
    }

    /** What the API server makes of a claim that it would take, without taking it. */
    async function accepted(claim: KubeObject): Promise<KubeObject> {
      await ensureNamespace(claim.metadata.namespace ?? '');
      return client.create(claim, { dryRun: true });
    }

    afterAll(async () => {
      for (const name of made) {
        await client.delete({ ...NAMESPACE, name });
      }
    });

    describeWithShared(`in the article${sharedNote}`, () => {
      it('is taken unchanged', async () => {
        const claim = articleClaim();

        const { metadata, spec } = await accepted(claim);

        expect(metadata).toMatchObject(claim.metadata);
        expect(spec).toMatchObject(claim.spec ?? {});
      });
    });

    it.each(['dev-team-a-project.yaml', 'full.yaml'])(
      'in examples/%s is taken unchanged',
      async file => {
        const [claim] = shipped(`examples/${file}`);

        const { spec } = await accepted(claim);

        expect(spec).toMatchObject(claim.spec ?? {});
      },
    );
  });
});

describeWithCrossplane('the environment API with Crossplane', () => {
  it('is offered, and its composition’s pipeline is valid', async () => {
    await eventually(async () =>
      (await conditionsOf(definition)).includes('Established=True'),
    );
    const { items } = await client.list({
      apiVersion: 'apiextensions.crossplane.io/v1',
      kind: 'CompositionRevision',
    });
    const ours = items.filter(({ metadata }) =>
      metadata.name?.startsWith(`${nameOf(composition)}-`),
    );
    expect(ours).not.toEqual([]);
    for (const revision of ours) {
      expect(await conditionsOf(revision)).toContain('ValidPipeline=True');
    }
  });
});
