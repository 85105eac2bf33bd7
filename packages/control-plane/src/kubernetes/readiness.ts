import { get } from 'node:https';

const TIMEOUT_MS = 5000;

/** Whether an API server says that it is ready: reachable, its storage too, and its own first objects written. */
export function isReady(server: string, ca: string | Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = get(
      `${server}/readyz`,
      { ca, agent: false, timeout: TIMEOUT_MS },
      response => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('error', reject);
    request.on('timeout', () =>
      request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)),
    );
  });
}
