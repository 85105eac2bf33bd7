import { stringify } from 'yaml';

export interface KubeconfigOptions {
  server: string;
  /** The certificate authority of the server, PEM in base64. */
  caData: string;
  user: string;
  token: string;
}

/** The text of a kubeconfig with one cluster and one user. */
export function kubeconfig(options: KubeconfigOptions): string {
  const { server, caData, user, token } = options;
  const name = 'control-plane';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name, cluster: { server, 'certificate-authority-data': caData } },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name, context: { cluster: name, user } }],
    'current-context': name,
  });
}
