import type { Dispatcher } from 'undici';

/** A request to a cluster's API server. */
export interface ClusterRequest {
  /** Defaults to GET. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Undefined values are left out. */
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Sent as it is; `content-type` defaults to `application/json`. */
  body?: string;
  signal?: AbortSignal;
  /** Longest wait in milliseconds for the first and for any further byte of the answer. Defaults to 30,000. */
  idleTimeoutMs?: number;
}

/**
 * Speaks to one cluster's API server with the plugin's own credentials.
 *
 * Tokens and keys never appear in what it throws.
 */
export interface ClusterClient {
  readonly cluster: string;
  /**
   * Answers whatever status the server gave; the body is a stream that must be consumed or dumped. Throws a
   * ClusterUnreachableError when there is no answer.
   *
   * @param path - from the API server's root, already encoded: `/apis/apps/v1/deployments`
   */
  request(
    path: string,
    options?: ClusterRequest,
  ): Promise<Dispatcher.ResponseData>;
  /** Ends idle connections, and running requests with an error. */
  close(): Promise<void>;
}
