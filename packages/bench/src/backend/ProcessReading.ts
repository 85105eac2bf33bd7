/** What a backend's process says of itself. */
export interface ProcessReading {
  /** Since its start. */
  cpuMs: number;
  rssBytes: number;
  heapBytes: number;
  /** Since it was last reset. */
  loopDelayMs: { p50: number; p99: number; max: number };
}
