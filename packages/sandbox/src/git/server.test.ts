import { join } from 'node:path';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { GitClient, withPassword } from '../__testUtils__/gitClient';
import { silentLogger } from '../logger';
import { runGit } from './runGit';
import { GitServer } from './server';

describe('GitServer', () => {
  let server: GitServer;
  let folder: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    server = await GitServer.start({
      root: join(folder, 'repositories'),
      repositories: ['claims', 'other'],
      port: 0,
      credentials: { user: 'sandbox', password: 's3cret @/' },
      logger: silentLogger,
    });
  });

  afterEach(async () => {
    await server.stop();
    await removeFolders();
  });

  const claims = () => server.cloneUrl('claims');
  const pushUrl = () => withPassword(claims(), 's3cret @/');

  async function pushFile(path: string, content: string): Promise<string> {
    const copy = await GitClient.clone(pushUrl(), join(folder, 'copy'));
    await copy.write(path, content);
    return copy.push(`Write ${path}`);
  }

  it('takes a push with the password and gives it to anybody who clones', async () => {
    await pushFile('environments/team-a/churn.yaml', 'kind: Claim\n');

    const clone = join(folder, 'clone');
    await runGit(folder, 'clone', '--quiet', claims(), clone);

    const file = await runGit(
      clone,
      'show',
      'HEAD:environments/team-a/churn.yaml',
    );
    expect(file).toBe('kind: Claim\n');
  });

  it('takes a push that is too large for one request without chunks', async () => {
    const content = Array.from({ length: 200_000 }, () => Math.random()).join();

    await pushFile('large.txt', content);

    expect(
      await server.repository('claims').showFile('main', 'large.txt'),
    ).toBe(content);
  });

  it.each([
    ['no password', () => claims()],
    ['a wrong password', () => withPassword(claims(), 'guess')],
  ])('refuses a push with %s', async (_, url) => {
    const copy = await GitClient.clone(url(), join(folder, 'copy'));
    await copy.write('a', 'b');

    await expect(copy.push('Try')).rejects.toThrow(/Authentication|Username/);

    expect(await server.repository('claims').head()).toBeUndefined();
  });

  it('tells which repository was pushed to', async () => {
    const pushed: string[] = [];
    server.onPush(name => pushed.push(name));

    await pushFile('a', 'b');

    expect(pushed).toEqual(['claims']);
  });

  it('keeps its repositories apart', async () => {
    await pushFile('a', 'b');

    expect(await server.repository('other').head()).toBeUndefined();
  });

  it('shows a commit, a file and the history as plain text', async () => {
    const hash = await pushFile('environments/a b/x.yaml', '<script>\n');

    const commit = await fetch(`${claims()}/commit/${hash}`);
    const file = await fetch(
      `${claims()}/src/branch/main/environments/a%20b/x.yaml`,
    );
    const history = await fetch(claims());

    for (const { headers } of [commit, file, history]) {
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await commit.text()).toMatch(/Write environments[^]+\+<script>/);
    expect(await file.text()).toBe('<script>\n');
    expect(await history.text()).toContain(hash);
  });

  it.each([
    '/nothing.git/info/refs?service=git-upload-pack',
    '/claims/commit/0123456789',
    '/claims/commit/--output=x',
    '/claims/src/branch/main/missing.yaml',
    '/claims/src/branch/--help/x',
    '/claims/src/branch/main/..%2f..%2fconfig',
    '/claims.git/config',
    '/claims.git/%',
    '/..%2fclaims.git/info/refs',
  ])('finds nothing at %s', async path => {
    await pushFile('a', 'b');

    const { status } = await fetch(`${server.url}${path}`);

    expect(status).toBe(404);
  });

  it('listens on loopback only', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
