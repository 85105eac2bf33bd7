import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  defineKinds,
  functionDirectory,
  installPlatform,
  KubeClient,
  KubeObject,
  sandboxCrds,
} from '@mlops-platform/sandbox';
import { parseAllDocuments } from 'yaml';
import { FIELD_MANAGER } from './account';
import { compositeRole, managerRole } from './roles';
import { eventually } from './eventually';

const COMPOSITION = 'mlflow-environments';

/** Groups of kinds that core installs itself. */
const CORE_GROUPS = /(^|\.)(apiextensions|ops|pkg|protection)\.crossplane\.io$/;

/**
 * Defines the providers' kinds and installs what `crossplane/` ships: the extra role, the environment API, its composition.
 * Resolves when all of it is in force.
 */
export async function installEnvironments(
  client: KubeClient,
  options: { managedCrds?: string; functionPort: number },
): Promise<void> {
  const crds = sandboxCrds(options.managedCrds).filter(
    crd => !CORE_GROUPS.test(groupOf(crd)),
  );
  const source = join(functionDirectory(), '..');
  const definition = join(source, 'apis/mlflowenvironments/definition.yaml');
  await defineKinds(client, crds);
  for (const object of [
    managerRole('providers', crds.map(nameOf)),
    ...manifestsIn(join(source, 'rbac', 'crossplane.yaml')),
    ...manifestsIn(definition).map(compositeRole),
  ]) {
    await client.apply(object, FIELD_MANAGER);
  }
  await installPlatform(client, options.functionPort);
  await platformReady(client, manifestsIn(definition));
}

/** Crossplane establishes an XRD, and finds each revision of a Composition valid, in its own time. */
async function platformReady(
  client: KubeClient,
  definitions: KubeObject[],
): Promise<void> {
  for (const { apiVersion, kind, metadata } of definitions) {
    const ref = { apiVersion, kind, name: metadata.name ?? '' };
    await eventually(`the definition ${ref.name} is established`, async () =>
      isTrue(await client.get(ref), 'Established'),
    );
  }
  await eventually('the latest revision of the Composition is valid', () =>
    hasValidRevision(client),
  );
}

async function hasValidRevision(client: KubeClient): Promise<boolean> {
  const { items } = await client.list(
    {
      apiVersion: 'apiextensions.crossplane.io/v1',
      kind: 'CompositionRevision',
    },
    { labelSelector: `crossplane.io/composition-name=${COMPOSITION}` },
  );
  const revisions = items.sort(
    (a, b) => Number(b.spec?.revision) - Number(a.spec?.revision),
  );
  return revisions.length > 0 && isTrue(revisions[0], 'ValidPipeline');
}

function manifestsIn(file: string): KubeObject[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map(
    document => document.toJS() as KubeObject,
  );
}

function groupOf(crd: KubeObject): string {
  return nameOf(crd).group;
}

function nameOf(crd: KubeObject): { group: string; plural: string } {
  const { group, names } = crd.spec as {
    group: string;
    names: { plural: string };
  };
  return { group, plural: names.plural };
}

function isTrue(object: KubeObject, type: string): boolean {
  const conditions = (object.status?.conditions ?? []) as {
    type: string;
    status: string;
  }[];
  return conditions.some(
    condition => condition.type === type && condition.status === 'True',
  );
}
