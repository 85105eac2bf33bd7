import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitFiles, git, gitEnvironment } from './git';
import { listen } from './http';

/** A real Git server: `git http-backend` behind node:http. Everybody may clone, and push with the right credentials. */
export class GitHost {
  /** Accepted user names and passwords. */
  readonly users = new Map([['writer', 'secret-of-writer']]);

  /** Called before a push is given to git, so that a test can be faster. */
  beforePush: () => Promise<void> = async () => {};

  /** Answers what isn't Git, like the API of GitHub or GitLab. */
  api: RequestListener = (_, response) => response.writeHead(404).end();

  private server = { host: '', stop: async () => {} };

  private constructor(private readonly root: string) {}

  static async start(): Promise<GitHost> {
    const host = new GitHost(await mkdtemp(join(tmpdir(), 'git-host-')));
    host.server = await listen((request, response) => {
      host.answer(request, response).catch(error => {
        response.writeHead(500).end(String(error));
      });
    });
    return host;
  }

  get host(): string {
    return this.server.host;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  cloneUrl(name: string): string {
    return `${this.url}/${name}.git`;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Makes a repository with one commit. */
  async create(
    name: string,
    files: Record<string, string> = { 'README.md': 'Claims\n' },
    branch = 'main',
  ): Promise<string> {
    const directory = this.directory(name);
    await mkdir(directory, { recursive: true });
    await git(
      directory,
      'init',
      '--quiet',
      '--bare',
      `--initial-branch=${branch}`,
    );
    await git(directory, 'config', 'receive.autogc', 'false');
    if (Object.keys(files).length > 0) await this.commit(name, files, branch);
    return this.cloneUrl(name);
  }

  /** A change by somebody else. */
  async commit(
    name: string,
    files: Record<string, string | undefined>,
    branch = 'main',
  ): Promise<void> {
    await commitFiles(this.directory(name), branch, files);
  }

  /** Has every push declined by the repository's own rules. */
  async declinePushes(name: string, reason: string): Promise<void> {
    const hook = join(this.directory(name), 'hooks', 'pre-receive');
    await writeFile(hook, `#!/bin/sh\necho '${reason}' >&2\nexit 1\n`);
    await chmod(hook, 0o755);
  }

  /** Runs git in the repository. */
  async git(name: string, ...args: string[]): Promise<string> {
    return git(this.directory(name), ...args);
  }

  async read(name: string, path: string, branch = 'main'): Promise<string> {
    return this.git(name, 'cat-file', 'blob', `${branch}:${path}`);
  }

  async files(name: string, branch = 'main'): Promise<string[]> {
    const printed = await this.git(
      name,
      'ls-tree',
      '-r',
      '--name-only',
      branch,
    );
    return printed.trim().split('\n');
  }

  /** Subjects of the commits, newest first. */
  async subjects(name: string, branch = 'main'): Promise<string[]> {
    const printed = await this.git(name, 'log', '--format=%s', branch);
    return printed.trim().split('\n');
  }

  private directory(name: string): string {
    return join(this.root, `${name}.git`);
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.url);
    if (!/\.git\//.test(url.pathname)) {
      this.api(request, response);
      return;
    }
    const user = this.userOf(request.headers.authorization);
    const pushes = `${url.pathname}${url.search}`.includes('git-receive-pack');
    if (pushes && !user) {
      response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
      return;
    }
    if (pushes && request.method === 'POST') {
      const faster = this.beforePush;
      this.beforePush = async () => {};
      await faster();
    }
    await this.serveGit(request, response, { url, user });
  }

  private userOf(authorization: string | undefined): string | undefined {
    const [user, password] = Buffer.from(
      authorization?.replace(/^Basic /, '') ?? '',
      'base64',
    )
      .toString()
      .split(':');
    return password && this.users.get(user) === password ? user : undefined;
  }

  private async serveGit(
    request: IncomingMessage,
    response: ServerResponse,
    { url, user }: { url: URL; user?: string },
  ) {
    const child = spawn('git', ['http-backend'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        ...gitEnvironment,
        GIT_PROJECT_ROOT: this.root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        ...(user && { REMOTE_USER: user }),
      },
    });
    child.stdin.on('error', () => {});
    request.pipe(child.stdin);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk);
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const headers = output
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map(line => line.split(': ', 2));
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
    for (const [name, value] of headers) response.setHeader(name, value);
    response.writeHead(Number.parseInt(status, 10));
    response.end(output.subarray(end + 4));
  }
}
