/** What the proxy's thread needs to know. */
export interface ProxyOptions {
  /** Address of the API server. */
  target: string;
  key: string;
  cert: string;
}

/** Requests so far, and when the first one came, in milliseconds since 1970 or 0. Shared between the threads. */
export type Counters = Float64Array;

/** What the thread answers when it has opened a way. */
export interface Way {
  url: string;
}
