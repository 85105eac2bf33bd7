import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { generate } from 'selfsigned';
import { PACKAGE_FOLDER } from '../paths';
import { Counters, ProxyOptions, Way } from './proxy';

/** A way to the API server for one client, that counts its requests. */
export interface CountedWay {
  url: string;
  /** Requests so far. */
  requests(): number;
  /** When the first one came, in milliseconds since 1970. */
  firstRequestAt(): number | undefined;
}

/**
 * Stands before an API server, with TLS on both sides as between a backend and a cluster. It has a thread of its own, so that
 * it doesn't share one with who steers the measurement.
 */
export class CountingProxy {
  private readonly worker: Worker;

  constructor(target: string) {
    const { private: key, cert } = generate(
      [{ name: 'commonName', value: '127.0.0.1' }],
      { keySize: 2048, days: 30 },
    );
    const workerData: ProxyOptions = { target, key, cert };
    this.worker = new Worker(
      join(PACKAGE_FOLDER, 'src', 'processes', 'proxyWorker.ts'),
      { workerData },
    );
  }

  /** Opens a way that nobody else uses. */
  async open(): Promise<CountedWay> {
    const counters: Counters = new Float64Array(
      new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT),
    );
    this.worker.postMessage(counters);
    const [{ url }]: Way[] = await once(this.worker, 'message');
    return {
      url,
      requests: () => counters[0],
      firstRequestAt: () => counters[1] || undefined,
    };
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
