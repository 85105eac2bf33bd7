import { spawn, ChildProcess } from 'node:child_process';
import { createServer, AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { credentials } from '@grpc/grpc-js';
import { anEnvironment, settingsInput } from './__testUtils__/builders';
import { freePort, FunctionClient } from './__testUtils__/client';

const PACKAGE = join(__dirname, '..');

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

describe('main', () => {
  it('answers Crossplane over gRPC and stops on SIGTERM', async () => {
    const port = await freePort();
    const server = start(port);
    const exit = once(server, 'exit');
    const client = new FunctionClient(port, credentials.createInsecure());
    try {
      await client.ready();
      const response = await client.run(
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
