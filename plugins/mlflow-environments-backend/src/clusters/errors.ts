import type { Dispatcher } from 'undici';

const LONGEST_MESSAGE = 500;

/** The cluster gave no answer: no connection, no credentials, a broken or silent one. */
export class ClusterUnreachableError extends Error {
  constructor(cluster: string, what: string, cause: unknown) {
    super(`Cluster '${cluster}' ${what}: ${describe(cause)}`);
    this.name = 'ClusterUnreachableError';
  }
}

/** The cluster answered, and the answer isn't success. */
export class ClusterResponseError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** How long the server asks to be left alone, in seconds. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = 'ClusterResponseError';
  }

  /**
   * Consumes a response. Only the message of a Kubernetes Status is repeated: what a proxy on the way has to say
   * might hold our own headers.
   */
  static async fromResponse(
    cluster: string,
    path: string,
    response: Dispatcher.ResponseData,
  ): Promise<ClusterResponseError> {
    const detail = statusMessage(await response.body.text().catch(() => ''));
    return new ClusterResponseError(
      `Cluster '${cluster}' answered ${response.statusCode} to ${path}${
        detail ? `: ${detail}` : ''
      }`,
      response.statusCode,
      readRetryAfter(response.headers['retry-after']),
    );
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  // Happy-eyeballs connection failures come as an AggregateError with an empty message.
  if (error instanceof AggregateError && !error.message) {
    return error.errors.map(describe).join(', ');
  }
  return error.message || error.name;
}

function statusMessage(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (
      typeof body === 'object' &&
      body !== null &&
      'message' in body &&
      typeof body.message === 'string'
    ) {
      return body.message.slice(0, LONGEST_MESSAGE);
    }
  } catch {
    // not a Status
  }
  return undefined;
}

/** RFC 9110 allows a number of seconds or a date. */
export function readRetryAfter(
  header: string | string[] | undefined,
  now: number = Date.now(),
): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (!value) {
    return undefined;
  }
  if (/^\s*\d+\s*$/.test(value)) {
    return Number(value);
  }
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
