import { arrayAt, stringAt } from '../json';

const POLL_MS = 300;
const REQUEST_TIMEOUT_MS = 60_000;

/** Resolves once the backend is up, all plugins started. */
export async function backendReady(url: string): Promise<void> {
  await until(async () => {
    const response = await get(`${url}/.backstage/health/v1/readiness`);
    return response.ok;
  });
}

/** Resolves once the environments API answers and has read every cluster. */
export async function environmentsSynced(url: string): Promise<void> {
  await until(async () => {
    const session = await get(`${url}/api/auth/guest/refresh`, {
      'x-requested-with': 'XMLHttpRequest',
    });
    const token = stringAt(await session.json(), 'backstageIdentity', 'token');
    const response = await get(`${url}/api/mlflow-environments/status`, {
      authorization: `Bearer ${token}`,
    });
    const clusters = arrayAt(await response.json(), 'clusters');
    return (
      clusters.length > 0 &&
      clusters.every(cluster => stringAt(cluster, 'state') === 'synced')
    );
  });
}

/** Resolves once the frontend's page and every script of it are compiled and served. */
export async function frontendReady(url: string): Promise<void> {
  await until(async () => {
    const page = await get(url);
    const html = await page.text();
    const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)];
    const answers = await Promise.all(
      scripts.map(([, path]) => get(new URL(path, url).href)),
    );
    return (
      page.ok &&
      answers.length > 0 &&
      answers.every(
        ({ ok, headers }) =>
          ok && headers.get('content-type')?.includes('javascript'),
      )
    );
  });
}

/** Nothing that isn't up yet answers as wished; whatever goes wrong is asked again. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition().catch(() => false))) {
    await new Promise(resolve => {
      setTimeout(resolve, POLL_MS);
    });
  }
}

function get(url: string, headers?: Record<string, string>): Promise<Response> {
  return fetch(url, {
    headers,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
}
