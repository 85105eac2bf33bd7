import { IncomingMessage, request, RequestOptions } from 'node:http';

/** Longer than any answer takes that comes at all, shorter than what MongoDB's driver waits by itself. */
const PATIENCE_MS = 25_000;

export interface Answer {
  status: number;
  body: string;
}

/** An HTTP request that is under way. */
export interface Exchange {
  write(chunk: Buffer): void;
  end(): void;
  answer: Promise<Answer>;
}

/** Asks a server on loopback. Unlike `fetch`, it sends the Host header that it is told to. */
export async function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const exchange = open({ port, path, headers });
  exchange.end();
  return exchange.answer;
}

/** Sends JSON to a server on loopback. */
export async function post(
  port: number,
  path: string,
  body: object,
  headers: Record<string, string>,
): Promise<Answer> {
  const content = Buffer.from(JSON.stringify(body));
  const exchange = open({
    port,
    path,
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': content.length,
    },
  });
  exchange.write(content);
  exchange.end();
  return exchange.answer;
}

/** Begins a request whose body follows bit by bit. */
export function open(options: RequestOptions): Exchange {
  const message = request({
    host: '127.0.0.1',
    agent: false,
    timeout: PATIENCE_MS,
    ...options,
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    message.on('timeout', () =>
      message.destroy(new Error(`${options.path} was not answered`)),
    );
    message.on('error', reject);
    message.on('response', response => read(response).then(resolve, reject));
  });
  return {
    write: chunk => message.write(chunk),
    end: () => message.end(),
    answer,
  };
}

async function read(response: IncomingMessage): Promise<Answer> {
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return { status: response.statusCode ?? 0, body };
}
