import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProxiedRequest {
  path: string;
  query: URLSearchParams;
  authorization?: string;
}

/** What goes wrong with a request. */
export type Fault =
  /** Answered like this, without asking the server. */
  | { answer: number; body?: string; headers?: Record<string, string> }
  /** The connection breaks after so many bytes of the answer. */
  | { cutAfter: number }
  /** Nothing comes after so many bytes, and the connection stays open. */
  | { freezeAfter: number }
  /** The answer comes in pieces of so many bytes, with pauses. */
  | { trickle: number; everyMs: number }
  /** Lines of the answer are replaced, as soon as they are complete. */
  | { line: (line: string) => string };

export type Matcher = (request: ProxiedRequest) => boolean;

function isCollection(path: string): boolean {
  return /\/(mlflowenvironments|buckets|deployments)$/.test(path);
}

/** A collection asked for as a stream. */
export const isStreaming: Matcher = ({ query }) =>
  query.has('sendInitialEvents');

/** A watch that goes on from a version. */
export const isWatching: Matcher = ({ query }) =>
  query.has('watch') && !query.has('sendInitialEvents');

/** One page, or all, of a collection. */
export const isListing: Matcher = ({ path, query }) =>
  isCollection(path) && !query.has('watch');

/** Whatever reads a collection as a whole. */
export const isReading: Matcher = request =>
  isStreaming(request) || isListing(request);

interface Injection {
  matches: Matcher;
  fault: Fault;
  /** How many requests are still to suffer. */
  times: number;
}

/** Stands between a client and an API server, and breaks what it is told to. */
export class FaultProxy {
  readonly requests: ProxiedRequest[] = [];
  #server?: Server;
  #port = 0;
  #injections: Injection[] = [];
  readonly #open = new Set<ServerResponse>();

  /** @param target - address of the API server; its certificate is not looked at */
  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.up();
    return proxy;
  }

  private constructor(private readonly target: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How many requests were answered with a fault, since {@link FaultProxy.heal} was last called. */
  hits = 0;

  async up(): Promise<void> {
    const server = createServer((request, response) =>
      this.#handle(request, response),
    );
    this.#server = server;
    await new Promise<void>(resolve => {
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Goes away, keeping its port. */
  async down(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server?.close(() => resolve());
      this.#server?.closeAllConnections();
    });
  }

  /** @param times - how many requests suffer; all until healed, if not given */
  inject(matches: Matcher, fault: Fault, times = Infinity): void {
    this.#injections.push({ matches, fault, times });
  }

  heal(): void {
    this.#injections = [];
    this.hits = 0;
  }

  /** Breaks every connection that is open. */
  cut(): void {
    this.#open.forEach(response => response.destroy());
  }

  #handle(incoming: IncomingMessage, response: ServerResponse): void {
    const url = new URL(incoming.url ?? '/', this.url);
    const request = {
      path: url.pathname,
      query: url.searchParams,
      authorization: incoming.headers.authorization,
    };
    this.requests.push(request);
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));

    const fault = this.#faultFor(request);
    if (fault && 'answer' in fault) {
      response.writeHead(fault.answer, {
        'content-type': 'application/json',
        ...fault.headers,
      });
      response.end(
        fault.body ??
          JSON.stringify({
            kind: 'Status',
            code: fault.answer,
            message: `the test says ${fault.answer}`,
          }),
      );
      return;
    }
    this.#forward(incoming, response, fault);
  }

  #faultFor(request: ProxiedRequest): Fault | undefined {
    const injection = this.#injections.find(
      ({ matches, times }) => times > 0 && matches(request),
    );
    if (injection) {
      injection.times -= 1;
      this.hits += 1;
    }
    return injection?.fault;
  }

  #forward(
    incoming: IncomingMessage,
    response: ServerResponse,
    fault: Fault | undefined,
  ): void {
    const url = new URL(incoming.url ?? '/', this.target);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const { host, 'accept-encoding': _, ...headers } = incoming.headers;
    const outgoing = send(
      url,
      { method: incoming.method, headers, rejectUnauthorized: false },
      answer => {
        if (response.destroyed) {
          answer.destroy();
          return;
        }
        // A changed answer has another length.
        const { 'content-length': length, ...rest } = answer.headers;
        response.writeHead(
          answer.statusCode ?? 502,
          fault || length === undefined ? rest : answer.headers,
        );
        response.flushHeaders();
        pipeline(
          answer,
          spoiled(fault, () => response.destroy()),
          response,
          () => {},
        );
      },
    );
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  }
}

function spoiled(fault: Fault | undefined, breakOff: () => void): Transform {
  if (!fault || 'answer' in fault) {
    return passing();
  }
  if ('line' in fault) {
    return changingLines(fault.line);
  }
  if ('trickle' in fault) {
    return trickling(fault.trickle, fault.everyMs);
  }
  return 'cutAfter' in fault
    ? stopping(fault.cutAfter, breakOff)
    : stopping(fault.freezeAfter, () => {});
}

function passing(): Transform {
  return new Transform({
    transform: (chunk, _, done) => done(null, chunk),
  });
}

/** Passes so many bytes, then says it has stopped and takes the rest for nothing, its end included. */
function stopping(bytes: number, stopped: () => void): Transform {
  let left = bytes;
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      const piece = chunk.subarray(0, left);
      left -= piece.length;
      done(null, piece);
      if (left === 0) {
        // What was passed on is to arrive.
        setImmediate(stopped);
      }
    },
    flush: () => {},
  });
}

function trickling(bytes: number, everyMs: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const send = async () => {
        for (let at = 0; at < chunk.length; at += bytes) {
          this.push(chunk.subarray(at, at + bytes));
          await sleep(everyMs);
        }
      };
      send().then(() => done(), done);
    },
  });
}

function changingLines(change: (line: string) => string): Transform {
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line => this.push(`${change(line)}\n`));
      done();
    },
    flush(done) {
      done(null, rest && change(rest));
    },
  });
}
