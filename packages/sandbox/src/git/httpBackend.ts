import { spawn } from 'node:child_process';
import { IncomingMessage, ServerResponse } from 'node:http';
import { gitEnvironment } from './runGit';

/** How much CGI header there may be before it isn't one. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Answers a smart HTTP request with `git http-backend`, the CGI program that comes with
 * git (RFC 3875 for the variables, gitprotocol-http for the requests). Resolves once
 * git is done with it.
 */
export async function serveWithHttpBackend(
  request: IncomingMessage,
  response: ServerResponse,
  options: { root: string; path: string; query: string; user?: string },
): Promise<void> {
  const { headers } = request;
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: options.root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: options.path,
      QUERY_STRING: options.query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      ...(headers['content-length'] && {
        CONTENT_LENGTH: headers['content-length'],
      }),
      ...(headers['content-encoding'] && {
        HTTP_CONTENT_ENCODING: headers['content-encoding'],
      }),
      ...(headers['git-protocol'] && {
        GIT_PROTOCOL: String(headers['git-protocol']),
      }),
      // A known user is what makes git accept a push.
      ...(options.user && { REMOTE_USER: options.user }),
    },
  });
  // A client that goes away mid-request, and git closing its end first, are both normal.
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  response.once('close', () => child.stdout.destroy());

  let header: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!header) {
      if (!response.write(chunk)) {
        child.stdout.pause();
        response.once('drain', () => child.stdout.resume());
      }
      return;
    }
    header = Buffer.concat([header, chunk]);
    const end = header.indexOf('\r\n\r\n');
    if (end >= 0) {
      writeHead(response, header.subarray(0, end).toString('latin1'));
      response.write(header.subarray(end + 4));
      header = undefined;
    } else if (header.length > MAX_HEADER_BYTES) {
      child.kill();
    }
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  if (header) {
    response.writeHead(502, { 'content-type': 'text/plain' });
  }
  response.end();
}

function writeHead(response: ServerResponse, header: string): void {
  let status = 200;
  const headers: Record<string, string> = {};
  for (const line of header.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'status') {
      status = Number.parseInt(value, 10);
    } else {
      headers[name] = value;
    }
  }
  response.writeHead(status, headers);
}
