import {
  ClusterResponseError,
  ClusterUnreachableError,
  readClusterJson,
  type ClusterClient,
} from '../clusters';
import { asArray, asObject, asString } from './json';

export interface ListRequest {
  client: ClusterClient;
  path: string;
  labelSelector?: string;
  /** Most items to ask for at once. */
  pageSize: number;
  /** A list without a byte for this long is taken for dead. */
  silenceMs: number;
  signal: AbortSignal;
  each: (item: unknown) => void;
  /** The items so far don't count as all that there are: the list starts again. */
  restart: () => void;
  heard: () => void;
}

/**
 * Lists a collection page by page.
 *
 * All pages show the collection at one resource version, which is returned: a watch from there misses nothing.
 */
export async function listAll(request: ListRequest): Promise<string> {
  try {
    return await listPages(request, request.pageSize);
  } catch (error) {
    // A list so slow that the version of its first page is compacted away before the last one is asked for would
    // never end that way; without pages it has no time to expire (client-go's pager falls back likewise).
    if (error instanceof ClusterResponseError && error.status === 410) {
      return listPages(request, undefined);
    }
    throw error;
  }
}

async function listPages(
  {
    client,
    path,
    labelSelector,
    silenceMs,
    signal,
    each,
    restart,
    heard,
  }: ListRequest,
  limit: number | undefined,
): Promise<string> {
  restart();
  let token: string | undefined;
  for (;;) {
    // Without a resource version the list is the newest there is, never older than what was seen before.
    const page = asObject(
      await readClusterJson(client, path, {
        query: { labelSelector, limit, continue: token },
        signal,
        idleTimeoutMs: silenceMs,
      }),
    );
    heard();
    const metadata = asObject(page?.metadata);
    const resourceVersion = asString(metadata?.resourceVersion);
    // An empty list may come as null; anything else that isn't a list must not be taken for an empty one.
    if (!resourceVersion || (page?.items && !Array.isArray(page.items))) {
      throw new ClusterUnreachableError(
        client.cluster,
        `gave a broken answer to ${path}`,
        'it is not a list',
      );
    }
    asArray(page?.items).forEach(each);
    const next = asString(metadata?.continue);
    if (!next) {
      return resourceVersion;
    }
    if (next === token) {
      throw new ClusterUnreachableError(
        client.cluster,
        `gave a broken answer to ${path}`,
        'its pages do not end',
      );
    }
    token = next;
  }
}
