import { join } from 'node:path';
import { ProcessSpec } from '../processes/state';
import { Credentials } from './credentials';

/** Only what this project relies on; there is nothing here that could run pods. */
const CONTROLLERS = [
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'clusterrole-aggregation-controller',
];

/** How etcd is started. It may lose data when the machine does, which is what a folder to throw away allows. */
export function etcd(options: {
  binaries: string;
  folder: string;
  clientPort: number;
  peerPort: number;
}): ProcessSpec {
  const client = `http://127.0.0.1:${options.clientPort}`;
  const peer = `http://127.0.0.1:${options.peerPort}`;
  return {
    name: 'etcd',
    command: join(options.binaries, 'etcd'),
    args: [
      `--data-dir=${join(options.folder, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
    ],
  };
}

/** How kube-apiserver is started: as a cluster has it, except for what needs nodes. */
export function apiServer(options: {
  binaries: string;
  folder: string;
  port: number;
  etcdPort: number;
  credentials: Credentials;
}): ProcessSpec {
  const { credentials } = options;
  return {
    name: 'kube-apiserver',
    command: join(options.binaries, 'kube-apiserver'),
    args: [
      '--bind-address=127.0.0.1',
      `--secure-port=${options.port}`,
      `--cert-dir=${certificates(options.folder)}`,
      `--etcd-servers=http://127.0.0.1:${options.etcdPort}`,
      '--authorization-mode=RBAC',
      `--token-auth-file=${credentials.tokenFile}`,
      `--service-account-key-file=${credentials.serviceAccountKeyFile}`,
      `--service-account-signing-key-file=${credentials.serviceAccountKeyFile}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-cluster-ip-range=10.96.0.0/16',
      // A loopback address can't be an endpoint of the Service `kubernetes`.
      '--endpoint-reconciler-type=none',
    ],
  };
}

/** How kube-controller-manager is started. It listens nowhere. */
export function controllerManager(options: {
  binaries: string;
  kubeconfigPath: string;
}): ProcessSpec {
  return {
    name: 'kube-controller-manager',
    command: join(options.binaries, 'kube-controller-manager'),
    args: [
      `--kubeconfig=${options.kubeconfigPath}`,
      `--controllers=${CONTROLLERS.join(',')}`,
      '--leader-elect=false',
      '--secure-port=0',
    ],
  };
}

/** Where kube-apiserver keeps the certificate that it makes for itself. */
export function certificates(folder: string): string {
  return join(folder, 'certificates');
}
