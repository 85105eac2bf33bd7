import { spawn, ChildProcess } from 'node:child_process';
import { createServer, AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client, credentials, ServiceError } from '@grpc/grpc-js';
import {
  FunctionRunnerServiceService,
  RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';
import { anEnvironment, settingsInput } from './__testUtils__/builders';

const PACKAGE = join(__dirname, '..');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function start(port: number): ChildProcess {
  return spawn(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'src/main.ts',
      '--insecure',
      '--address',
      `127.0.0.1:${port}`,
    ],
    { cwd: PACKAGE, stdio: 'ignore' },
  );
}

function call(
  client: Client,
  request: RunFunctionRequest,
): Promise<RunFunctionResponse> {
  const { path, requestSerialize, responseDeserialize } =
    FunctionRunnerServiceService.runFunction;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      { deadline: Date.now() + 30_000 },
      (error: ServiceError | null, response?: RunFunctionResponse) =>
        response ? resolve(response) : reject(error),
    );
  });
}

describe('main', () => {
  it('answers Crossplane over gRPC and stops on SIGTERM', async () => {
    const port = await freePort();
    const server = start(port);
    const exit = once(server, 'exit');
    const client = new Client(
      `127.0.0.1:${port}`,
      credentials.createInsecure(),
    );
    try {
      await new Promise<void>((resolve, reject) => {
        client.waitForReady(Date.now() + 30_000, error =>
          error ? reject(error) : resolve(),
        );
      });
      const response = await call(
        client,
        RunFunctionRequest.fromPartial({
          meta: { tag: 'first pass' },
          input: settingsInput(),
          observed: { composite: { resource: { ...anEnvironment() } } },
        }),
      );
      expect(response.meta?.tag).toBe('first pass');
      expect(response.results).toEqual([]);
      expect(
        response.desired?.resources['artifact-bucket'].resource,
      ).toMatchObject({
        apiVersion: 's3.aws.m.upbound.io/v1beta1',
        kind: 'Bucket',
      });
    } finally {
      client.close();
      server.kill('SIGTERM');
    }
    expect(await exit).toEqual([0, null]);
  }, 60_000);

  it('fails when its address is taken', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    try {
      expect(await once(start(port), 'exit')).toEqual([1, null]);
    } finally {
      occupant.close();
    }
  }, 60_000);
});
