import { connect } from 'node:net';
import { join } from 'node:path';
import { functionDirectory } from '@mlops-platform/sandbox';
import { ProcessTable } from '../processes/processTable';
import { ProcessSpec } from '../processes/state';

export const FUNCTION = 'function-mlflow-environments';

/** The composition function, and what another program needs to take its place. */
export interface ControlledFunction {
  /** `127.0.0.1:<port>`, where Crossplane calls it. */
  address: string;
  /** The folder with `tls.crt`, `tls.key` and `ca.crt`: whoever listens at the address serves mutual TLS with these. */
  certificates: string;
  stop(): Promise<void>;
  /** Resolves when it listens. */
  start(): Promise<void>;
}

/** How the function is started: as in its image, but from its sources. */
export function functionProcess(folder: string, port: number): ProcessSpec {
  return {
    name: FUNCTION,
    command: process.execPath,
    args: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join('src', 'main.ts'),
      `--address=127.0.0.1:${port}`,
      `--tls-server-certs-dir=${certificatesFolder(folder)}`,
    ],
    directory: functionDirectory(),
  };
}

export function certificatesFolder(folder: string): string {
  return join(folder, 'crossplane', 'function-certificates');
}

/** The function of a control plane, running or not. */
export function functionOf(table: ProcessTable): ControlledFunction {
  const address = table
    .find(FUNCTION)
    ?.args.find(argument => argument.startsWith('--address='))
    ?.slice('--address='.length);
  if (!address) {
    throw new Error(`No ${FUNCTION} was ever started in ${table.folder}`);
  }
  return {
    address,
    certificates: certificatesFolder(table.folder),
    stop: () => table.stop(FUNCTION),
    start: async () => {
      table.restart(FUNCTION);
      await table.until(FUNCTION, () => isListening(address));
    },
  };
}

function isListening(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise(resolve => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
