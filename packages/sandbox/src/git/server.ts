import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { messageOf } from '../errors';
import { Logger } from '../logger';
import { closeServer, listenOnLoopback } from '../listen';
import { BareRepository } from './bareRepository';
import { serveWithHttpBackend } from './httpBackend';

/** Who may push. Everybody may read. */
export interface GitCredentials {
  user: string;
  password: string;
}

export interface GitServerOptions {
  /** The folder that holds the repositories. */
  root: string;
  /** Names of the repositories to make, without `.git`. */
  repositories: string[];
  /** 0 for any free port. */
  port: number;
  credentials: GitCredentials;
  logger: Logger;
}

const SMART_HTTP = /^\/(?:info\/refs|git-upload-pack|git-receive-pack)$/;

/**
 * A Git host on loopback: clone, fetch and push over smart HTTP, and plain-text views
 * for people who follow a link, at the addresses that Gitea has: commits
 * (`/<name>/commit/<hash>`), files (`/<name>/src/branch/<branch>/<path>`) and the history (`/<name>`).
 */
export class GitServer {
  private readonly pushListeners = new Set<(repository: string) => void>();
  private constructor(
    private readonly options: GitServerOptions,
    private readonly repositories: Map<string, BareRepository>,
    private readonly server = createServer(),
    private address = '',
  ) {}

  static async start(options: GitServerOptions): Promise<GitServer> {
    const repositories = new Map<string, BareRepository>();
    for (const name of options.repositories) {
      const directory = join(options.root, `${name}.git`);
      repositories.set(name, await BareRepository.create(directory));
    }
    const host = new GitServer(options, repositories);
    host.server.on('request', (request, response) => {
      host.answer(request, response).catch(error => {
        options.logger.warn(
          `${request.method} ${request.url} failed: ${messageOf(error)}`,
        );
        sendText(response, 500, 'The Git server failed; see its log.\n');
      });
    });
    host.address = await listenOnLoopback(host.server, options.port);
    return host;
  }

  get url(): string {
    return this.address;
  }

  /** The URL to clone a repository from. */
  cloneUrl(name: string): string {
    return `${this.address}/${name}.git`;
  }

  repository(name: string): BareRepository {
    const repository = this.repositories.get(name);
    if (!repository) {
      throw new Error(`There is no repository "${name}" on ${this.address}`);
    }
    return repository;
  }

  /** Calls the listener with the repository's name after each push. */
  onPush(listener: (repository: string) => void): void {
    this.pushListeners.add(listener);
  }

  async stop(): Promise<void> {
    await closeServer(this.server);
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? '/', this.address);
    const [, name, rest] =
      /^\/([^/]+?)(?:\.git)?(\/.*)?$/.exec(url.pathname) ?? [];
    const repository = this.repositories.get(name);
    if (!repository) {
      sendText(response, 404, this.index());
    } else if (rest && SMART_HTTP.test(rest)) {
      await this.serveGit(request, response, { name, rest, url });
    } else {
      const text = await view(repository, decodePath(rest ?? ''));
      sendText(response, text === undefined ? 404 : 200, text ?? 'Not found\n');
    }
  }

  private async serveGit(
    request: IncomingMessage,
    response: ServerResponse,
    target: { name: string; rest: string; url: URL },
  ): Promise<void> {
    const { name, rest, url } = target;
    const pushes =
      rest === '/git-receive-pack' ||
      url.searchParams.get('service') === 'git-receive-pack';
    const known = this.isKnown(request.headers.authorization);
    if (pushes && !known) {
      response.setHeader('www-authenticate', 'Basic realm="Git"');
      sendText(response, 401, 'A push needs a user and a password.\n');
      return;
    }
    await serveWithHttpBackend(request, response, {
      root: this.options.root,
      path: url.pathname,
      query: url.search.slice(1),
      user: known ? this.options.credentials.user : undefined,
    });
    if (rest === '/git-receive-pack') {
      this.pushListeners.forEach(listener => listener(name));
    }
  }

  private isKnown(authorization: string | undefined): boolean {
    const { user, password } = this.options.credentials;
    const expected = Buffer.from(`${user}:${password}`).toString('base64');
    return timingSafeEqual(digest(`Basic ${expected}`), digest(authorization));
  }

  private index(): string {
    const urls = [...this.repositories.keys()].map(name => this.cloneUrl(name));
    return `Repositories here:\n${urls.join('\n')}\n`;
  }
}

/** The text behind a path inside a repository, or `undefined` where there is none. */
async function view(
  repository: BareRepository,
  path: string,
): Promise<string | undefined> {
  if (path === '' || path === '/') {
    return repository.showLog();
  }
  const [, kind, ref, file] =
    /^\/(commit|src\/branch|raw\/branch)\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
  if (kind === 'commit') {
    return file ? undefined : repository.showCommit(ref);
  }
  return file && repository.showFile(ref, file);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function sendText(response: ServerResponse, status: number, text: string) {
  if (!response.headersSent) {
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  }
  response.end(text);
}

function digest(text: string | undefined): Buffer {
  return createHash('sha256')
    .update(text ?? '')
    .digest();
}
