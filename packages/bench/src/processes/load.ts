/** What to ask, and how hard. */
export interface Load {
  origin: string;
  /** Asked in turn. */
  paths: string[];
  token: string;
  /** How many ask at the same time. */
  readers: number;
  seconds: number;
  /** How long a reader waits between two questions. Default: not at all. */
  pauseMs?: number;
}

/** How the answers were. Times in milliseconds. */
export interface LoadResult {
  answers: number;
  /** Answers other than 200, and questions without an answer. */
  errors: number;
  /** Bytes of the largest body, as it was sent. */
  largestAnswer: number;
  perSecond: number;
  p50: number;
  p99: number;
  max: number;
}
