import { ApiClient } from '../processes/ApiClient';

const PAGE_SIZE = 500;

interface ListPage {
  items: unknown[];
  metadata: { continue?: string };
}

/**
 * Lists collections page by page, one after another, as one client without a cache would.
 *
 * @returns milliseconds
 */
export async function rawList(
  api: ApiClient,
  collections: string[],
): Promise<number> {
  const start = performance.now();
  for (const path of collections) {
    let token: string | undefined;
    do {
      const query = new URLSearchParams({
        limit: String(PAGE_SIZE),
        ...(token && { continue: token }),
      });
      const page = (await api.get(`${path}?${query}`)) as ListPage;
      token = page.metadata.continue;
    } while (token);
  }
  return performance.now() - start;
}
