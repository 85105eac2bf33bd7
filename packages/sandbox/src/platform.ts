import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { FUNCTION_REVISION_TYPE, PACKAGE_LABEL } from './crossplane';
import { KubeClient, KubeObject, refOf } from './kube';

const FIELD_MANAGER = 'sandbox-platform';
const FUNCTION_PACKAGE = '@mlops-platform/function-mlflow-environments';
const FUNCTION_NAME = 'function-mlflow-environments';

const PROVIDER_CONFIGS: KubeObject[] = [
  'aws.m.upbound.io/v1beta1',
  'mongodbatlas.m.crossplane.io/v1beta1',
].map(apiVersion => ({
  apiVersion,
  kind: 'ClusterProviderConfig',
  metadata: { name: 'default' },
  spec: { credentials: { source: 'None' } },
}));

/** The folder of the composition function's package. */
export function functionDirectory(): string {
  return dirname(require.resolve(`${FUNCTION_PACKAGE}/package.json`));
}

/**
 * Installs what a platform team installs: the environment API, its composition, the
 * provider configs, and where the function listens.
 */
export async function installPlatform(
  client: KubeClient,
  functionPort: number,
): Promise<void> {
  const apis = join(functionDirectory(), '..', 'apis', 'mlflowenvironments');
  for (const object of [
    ...manifestsIn(join(apis, 'definition.yaml')),
    ...manifestsIn(join(apis, 'composition.yaml')),
    ...PROVIDER_CONFIGS,
  ]) {
    await client.apply(object, FIELD_MANAGER);
  }
  await registerFunction(client, functionPort);
}

/** Crossplane's package manager writes this for an installed function. */
async function registerFunction(client: KubeClient, port: number) {
  const revision = await client.apply(
    {
      ...FUNCTION_REVISION_TYPE,
      metadata: {
        name: FUNCTION_NAME,
        labels: { [PACKAGE_LABEL]: FUNCTION_NAME },
      },
      spec: {
        desiredState: 'Active',
        image: `${FUNCTION_NAME}:sandbox`,
        packagePullPolicy: 'Never',
        revision: 1,
      },
    },
    FIELD_MANAGER,
  );
  await client.merge(
    refOf(revision),
    {
      status: {
        endpoint: `dns:///127.0.0.1:${port}`,
        capabilities: ['composition'],
      },
    },
    'status',
  );
}

function manifestsIn(file: string): KubeObject[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map(
    document => document.toJS() as KubeObject,
  );
}
