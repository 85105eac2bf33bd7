import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ApiServer, startApiServer } from '../apiserver';
import { sandboxCrds } from '../crds';
import { KubeClient, KubeObject } from '../kube';
import { functionDirectory } from '../platform';
import { compositeCrd } from '../reconciler/compositeCrd';

/** A started API server with a client of it. */
export interface TestApiServer {
  server: ApiServer;
  client: KubeClient;
}

/** The product's own definition of the environment API. */
export function environmentDefinition(): KubeObject {
  return parse(
    readFileSync(
      join(functionDirectory(), '../apis/mlflowenvironments/definition.yaml'),
      'utf8',
    ),
  ) as KubeObject;
}

/** An API server that knows environments and everything they are made of. */
export async function startTestApiServer(): Promise<TestApiServer> {
  const definition = environmentDefinition();
  definition.metadata.uid = 'the-definition';
  const crd = compositeCrd(definition);
  delete crd.metadata.ownerReferences;
  const folders = process.env.SANDBOX_CRDS_DIR;
  const server = await startApiServer({ crds: [crd, ...sandboxCrds(folders)] });
  return { server, client: KubeClient.forServer(server) };
}
