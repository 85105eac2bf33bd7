import { startApiServer } from './apiserver';
import { sandboxCrds } from './crds';
import { defineKinds } from './crds/defineKinds';
import { KubeClient } from './kube';

/** A Kubernetes API server, and how the sandbox's parts reach it as administrators. */
export interface Cluster {
  url: string;
  token: string;
  /** The certificate authority of the server, PEM in base64; absent without TLS. */
  caData?: string;
  /** Whether Crossplane runs there, with the environment API and its composition installed. */
  hasCrossplane: boolean;
}

/** A cluster that belongs to a sandbox for as long as that runs. */
export interface OwnCluster extends Cluster {
  stop(): Promise<void>;
}

/** Starts the sandbox's own API server, with the kinds it needs. */
export async function startCluster(options: {
  port?: number;
  token?: string;
  crdFolders?: string;
}): Promise<OwnCluster> {
  const { url, token, stop } = await startApiServer({
    port: options.port,
    token: options.token,
    crds: sandboxCrds(options.crdFolders),
  });
  return { url, token, hasCrossplane: false, stop };
}

/** Defines the kinds that the sandbox needs on somebody else's API server. A cluster with Crossplane has them. */
export async function prepareCluster(
  cluster: Cluster,
  crdFolders?: string,
): Promise<void> {
  if (!cluster.hasCrossplane) {
    await defineKinds(KubeClient.forServer(cluster), sandboxCrds(crdFolders));
  }
}
