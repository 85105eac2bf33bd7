import { setTimeout as sleep } from 'node:timers/promises';
import { createHistogram } from 'node:perf_hooks';
import { Pool } from 'undici';
import { Load, LoadResult } from './load';

/** Sends requests as fast as they are answered, by as many readers as asked for, each waiting for its answer. */
async function run(load: Load): Promise<LoadResult> {
  const { origin, paths, token, readers, seconds, pauseMs } = load;
  const pool = new Pool(origin, { connections: readers, pipelining: 1 });
  // Microseconds, with three significant digits, up to a minute.
  const latencies = createHistogram({ lowest: 1, highest: 60e6, figures: 3 });
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    // What browsers send.
    'accept-encoding': 'gzip, deflate, br',
  };
  let answers = 0;
  let errors = 0;
  let bytes = 0;
  let next = 0;
  const start = performance.now();
  const end = start + seconds * 1000;

  const read = async () => {
    while (performance.now() < end) {
      const path = paths[next % paths.length];
      next += 1;
      const asked = performance.now();
      try {
        const { statusCode, body } = await pool.request({
          path,
          method: 'GET',
          headers,
        });
        let size = 0;
        for await (const chunk of body) {
          size += chunk.length;
        }
        bytes = Math.max(bytes, size);
        errors += statusCode === 200 ? 0 : 1;
      } catch {
        errors += 1;
      }
      latencies.record(
        Math.max(1, Math.round((performance.now() - asked) * 1000)),
      );
      answers += 1;
      if (pauseMs) {
        await sleep(pauseMs);
      }
    }
  };
  await Promise.all(Array.from({ length: readers }, read));
  const elapsed = (performance.now() - start) / 1000;
  await pool.close();
  return {
    answers,
    errors,
    largestAnswer: bytes,
    perSecond: answers / elapsed,
    p50: latencies.percentile(50) / 1000,
    p99: latencies.percentile(99) / 1000,
    max: latencies.max / 1000,
  };
}

process.on('message', (load: Load) => {
  run(load).then(
    result => process.send?.({ result }),
    error => process.send?.({ error: String(error) }),
  );
});
// The one who gives orders is gone.
process.on('disconnect', () => process.exit());
