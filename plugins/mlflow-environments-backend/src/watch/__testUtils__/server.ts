import { readFileSync } from 'node:fs';
import { startApiServer } from '@mlops-platform/sandbox';
import { parse } from 'yaml';

/** An API server that tests may do everything on. */
export interface TestServer {
  url: string;
  token: string;
  stop(): Promise<void>;
}

interface Kubeconfig {
  clusters: Array<{ cluster: { server: string } }>;
  users: Array<{ user: { token: string } }>;
}

/** The API server of CONTROL_PLANE_KUBECONFIG, whose administrator has a token; the sandbox's where that isn't set. */
export async function startTestServer(): Promise<TestServer> {
  const file = process.env.CONTROL_PLANE_KUBECONFIG;
  if (!file) {
    const server = await startApiServer({ bookmarkIntervalMs: 50 });
    return { url: server.url, token: server.token, stop: () => server.stop() };
  }
  const { clusters, users } = parse(readFileSync(file, 'utf8')) as Kubeconfig;
  return {
    url: clusters[0].cluster.server,
    token: users[0].user.token,
    stop: async () => {},
  };
}
