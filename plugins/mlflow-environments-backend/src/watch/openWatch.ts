import {
  ClusterResponseError,
  ClusterUnreachableError,
  type ClusterClient,
  type ClusterRequest,
} from '../clusters';
import { watchEvents, type WatchEvent } from './watchEvents';

export interface WatchOptions {
  client: ClusterClient;
  path: string;
  labelSelector?: string;
  /** How long the server is asked to keep the watch open. */
  timeoutSeconds: number;
  /** A watch without a byte for this long is taken for dead. */
  silenceMs: number;
  signal: AbortSignal;
  heard: () => void;
}

/**
 * Opens a watch. To be read to its end or returned, which closes the connection.
 *
 * @param from - the query that says where the watch begins
 * @throws ClusterResponseError when the server refuses, ClusterUnreachableError when it can't be reached; the events
 *   throw the latter when the connection breaks
 */
export async function openWatch(
  options: WatchOptions,
  from: NonNullable<ClusterRequest['query']>,
): Promise<AsyncGenerator<WatchEvent>> {
  const { client, path, labelSelector, timeoutSeconds, signal } = options;
  const response = await client.request(path, {
    query: {
      watch: true,
      // Keeps the version fresh while nothing happens, and the connection from being silent.
      allowWatchBookmarks: true,
      timeoutSeconds,
      labelSelector,
      ...from,
    },
    signal,
    // Half-open connections look like silence; with bookmarks a live one is never silent for this long. When it was
    // alive after all, another request is the whole cost.
    idleTimeoutMs: options.silenceMs,
  });
  if (response.statusCode !== 200) {
    throw await ClusterResponseError.fromResponse(
      client.cluster,
      path,
      response,
    );
  }
  return watchEvents(response.body, {
    heard: options.heard,
    broken: error =>
      new ClusterUnreachableError(
        client.cluster,
        `broke off a watch of ${path}`,
        error,
      ),
  });
}
