import { IncomingMessage, ServerResponse } from 'node:http';
import { readJson } from './http';

/** A call of a host's API as it was received. */
export interface ApiCall {
  method: string;
  /** Path and query, decoded. */
  path: string;
  token?: string;
  body?: unknown;
}

/** Answers by `<method> <path>`, with the query left out; what isn't listed is not found. */
export type ApiAnswers = Record<
  string,
  (call: ApiCall) => { status?: number; body?: unknown }
>;

/** Plays the API of a Git host and remembers what it was asked. */
export class RecordedApi {
  readonly calls: ApiCall[] = [];

  constructor(private readonly answers: ApiAnswers) {}

  /** The bodies that were sent to `<method> <path>`. */
  bodies(route: string): unknown[] {
    return this.calls
      .filter(call => routeOf(call) === route)
      .map(call => call.body);
  }

  readonly handle = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const call: ApiCall = {
      method: request.method ?? '',
      path: decodeURIComponent(request.url ?? ''),
      token: tokenOf(request),
      body: await readJson(request),
    };
    this.calls.push(call);
    const answer = this.answers[routeOf(call)]?.(call) ?? {
      status: 404,
      body: { message: `404 ${routeOf(call)}` },
    };
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(answer.body ?? {}));
  };
}

function routeOf(call: ApiCall): string {
  return `${call.method} ${call.path.split('?')[0]}`;
}

function tokenOf(request: IncomingMessage): string | undefined {
  const { authorization } = request.headers;
  const token = request.headers['private-token'];
  return typeof token === 'string'
    ? token
    : authorization?.replace(/^(token|bearer) /i, '');
}
