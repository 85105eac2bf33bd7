import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../processes/freePorts';
import { ProcessTable } from '../processes/processTable';
import { apiServer, certificates, controllerManager, etcd } from './commands';
import { ensureCredentials } from './credentials';
import { kubeconfig } from './kubeconfig';
import { isReady } from './readiness';

/** How the API server is reached. */
export interface Access {
  /** `https://127.0.0.1:<port>` */
  server: string;
  /** The certificate authority of the server, PEM in base64. */
  caData: string;
  adminToken: string;
  /** A kubeconfig with all rights. */
  kubeconfigPath: string;
  /** etcd's own API, without authentication: `http://127.0.0.1:<port>`. */
  etcd: string;
}

/** Starts etcd, kube-apiserver and kube-controller-manager, those of them that don't run yet, and waits until they answer. */
export async function startKubernetes(
  table: ProcessTable,
  binaries: string,
  options: { controllers: boolean },
): Promise<Access> {
  const { folder } = table;
  const credentials = ensureCredentials(folder);
  const [port, clientPort, peerPort] = await freePorts(3);
  table.start(etcd({ binaries, folder, clientPort, peerPort }));
  const etcdPort = portIn(table, 'etcd', '--listen-client-urls');
  table.start(apiServer({ binaries, folder, port, etcdPort, credentials }));
  await untilApiServerReady(table);
  const access = accessOf(table);
  writeFileSync(
    access.kubeconfigPath,
    kubeconfig({ ...access, user: 'admin', token: access.adminToken }),
    { mode: 0o600 },
  );
  if (options.controllers) {
    table.start(controllerManager({ binaries, ...access }));
  }
  return access;
}

/** Resolves once the API server answers, after a start or a restart. */
export async function untilApiServerReady(table: ProcessTable): Promise<void> {
  await table.until('kube-apiserver', async () => {
    const authority = certificateAuthority(table.folder);
    return (
      existsSync(authority) && isReady(serverOf(table), readFileSync(authority))
    );
  });
}

/** How the API server of a folder is reached, whether or not it runs. Throws where none was ever started. */
export function accessOf(table: ProcessTable): Access {
  const { folder } = table;
  return {
    server: serverOf(table),
    caData: readFileSync(certificateAuthority(folder)).toString('base64'),
    adminToken: ensureCredentials(folder).adminToken,
    kubeconfigPath: join(folder, 'kubeconfig'),
    etcd: `http://127.0.0.1:${portIn(table, 'etcd', '--listen-client-urls')}`,
  };
}

function serverOf(table: ProcessTable): string {
  return `https://127.0.0.1:${portIn(
    table,
    'kube-apiserver',
    '--secure-port',
  )}`;
}

/** The API server's own certificate is signed by an authority that is in the same file. */
function certificateAuthority(folder: string): string {
  return join(certificates(folder), 'apiserver.crt');
}

function portIn(table: ProcessTable, name: string, flag: string): number {
  const argument = table
    .find(name)
    ?.args.find(each => each.startsWith(`${flag}=`));
  const port = argument && /(\d+)$/.exec(argument)?.[1];
  if (!port) {
    throw new Error(`No ${name} was started in ${table.folder}`);
  }
  return Number(port);
}
