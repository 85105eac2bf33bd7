import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type * as FunctionSdk from '@crossplane-org/function-sdk-typescript';
import {
  sendUnaryData,
  Server,
  ServerCredentials,
  ServerUnaryCall,
} from '@grpc/grpc-js';
import { KubeClient } from '@mlops-platform/sandbox';
import { controlPlane } from '../__testUtils__/controlPlane';
import { COMPOSED } from './definitions';

type Request = FunctionSdk.RunFunctionRequest;
type Response = FunctionSdk.RunFunctionResponse;

export const FUNCTION_NAME = 'function-legacy';
const SDK = '@crossplane-org/function-sdk-typescript';
const REVISION = {
  apiVersion: 'pkg.crossplane.io/v1',
  kind: 'FunctionRevision',
};

/** Composes a project and a bucket, ready when they say so, as any function did before Crossplane 2. */
export class LegacyFunction {
  private readonly server = new Server();
  private readonly sdk = loadSdk();
  private port = 0;

  static async start(): Promise<LegacyFunction> {
    const started = new LegacyFunction();
    await started.listen();
    return started;
  }

  /** Lets Crossplane know of it, as the package manager would. */
  async register(client: KubeClient): Promise<void> {
    await client.create({
      ...REVISION,
      metadata: {
        name: FUNCTION_NAME,
        labels: { 'pkg.crossplane.io/package': FUNCTION_NAME },
      },
      spec: {
        desiredState: 'Active',
        image: FUNCTION_NAME,
        packagePullPolicy: 'Never',
        revision: 1,
      },
    });
    await client.merge(
      { ...REVISION, name: FUNCTION_NAME },
      {
        status: {
          endpoint: `dns:///localhost:${this.port}`,
          capabilities: ['composition'],
        },
      },
      'status',
    );
  }

  async stop(client: KubeClient): Promise<void> {
    await client.delete({ ...REVISION, name: FUNCTION_NAME });
    this.server.forceShutdown();
  }

  private async listen(): Promise<void> {
    const certificates = controlPlane.function?.certificates ?? '';
    const [authority, key, certificate] = ['ca.crt', 'tls.key', 'tls.crt'].map(
      file => readFileSync(join(certificates, file)),
    );
    this.server.addService(this.sdk.FunctionRunnerServiceService, {
      runFunction: (
        { request }: ServerUnaryCall<Request, Response>,
        respond: sendUnaryData<Response>,
      ) => respond(null, this.compose(request)),
    });
    // As the SDK does: Crossplane's certificate bears the name of its issuer, which OpenSSL takes for self-signed.
    const requiresClientCertificate = false;
    const credentials = ServerCredentials.createSsl(
      authority,
      [{ private_key: key, cert_chain: certificate }],
      requiresClientCertificate,
    );
    this.port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  private compose(request: Request): Response {
    const { READY_TRUE, READY_FALSE, READY_UNSPECIFIED } = this.sdk.Ready;
    const { resources: observed = {} } = request.observed ?? {};
    const resources = Object.entries(COMPOSED).map(([name, type]) => [
      name,
      {
        resource: { ...type, spec: { forProvider: {} } },
        connectionDetails: {},
        ready: isReady(observed[name]?.resource) ? READY_TRUE : READY_FALSE,
      },
    ]);
    return {
      meta: { tag: request.meta?.tag ?? '' },
      desired: {
        composite: {
          resource: {},
          connectionDetails: {},
          ready: READY_UNSPECIFIED,
        },
        resources: Object.fromEntries(resources),
      },
      results: [],
      conditions: [],
      requirements: undefined,
    };
  }
}

interface Conditioned {
  status?: { conditions?: { type: string; status: string }[] };
}

function isReady(resource: Conditioned | undefined): boolean {
  return (resource?.status?.conditions ?? []).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

/** The SDK admits `import` only, which Jest can't do without flags, so it is required by file. */
function loadSdk(): typeof FunctionSdk {
  const manifest = findPackageJSON(SDK, __filename);
  if (!manifest) {
    throw new Error(`${SDK} is not installed; run "yarn install"`);
  }
  return createRequire(__filename)(join(dirname(manifest), 'dist/index.js'));
}
