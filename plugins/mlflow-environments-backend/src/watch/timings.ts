/** How patient a reflector is. */
export interface ReflectorTimings {
  /** Items of a page of a list. */
  pageSize: number;
  /** Least time that a watch is asked to last; the longest is twice that. */
  watchSeconds: number;
  /** A watch that is closed sooner counts as a failure. */
  shortestWatchMs: number;
  /** A watch without a byte for this long is taken for dead. */
  silenceMs: number;
  /** The same for a list, which is read whole: a big page may take its time as long as bytes arrive. */
  listSilenceMs: number;
  /** When to try again after being refused. */
  forbiddenRetryMs: number;
  /** When to look again for a kind that the cluster doesn't serve. */
  missingRetryMs: number;
}

export const defaultTimings: ReflectorTimings = {
  // Kubernetes' own clients ask for 500. A page is parsed in one go, and objects are 5 to 10 kB each: this many take 10 ms.
  pageSize: 200,
  // client-go's own choice: long enough to be cheap, short enough to spread over several API servers in time.
  watchSeconds: 5 * 60,
  shortestWatchMs: 1_000,
  // API servers send a bookmark about every minute.
  silenceMs: 90_000,
  listSilenceMs: 60_000,
  forbiddenRetryMs: 60_000,
  missingRetryMs: 10_000,
};
