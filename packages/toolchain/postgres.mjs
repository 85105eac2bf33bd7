#!/usr/bin/env node
// Runs a command beside a PostgreSQL that is made for it and thrown away after: `node postgres.mjs COMMAND [ARGUMENT...]`. The command
// finds it the way Backstage's TestDatabases look for one. Where this runs as root and there is no PostgreSQL, Debian's package is
// installed. Nothing is ever synced to disk: it is for tests alone.
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DEBIAN = '/usr/lib/postgresql';
const START_WITHIN_MS = 30_000;
const isRoot = process.getuid?.() === 0;

/** A folder with initdb and postgres: `POSTGRES_BIN`, else the newest of Debian's. */
function findBinaries() {
  if (process.env.POSTGRES_BIN) return process.env.POSTGRES_BIN;
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  return versions
    .sort((a, b) => b - a)
    .map(version => join(DEBIAN, String(version), 'bin'))
    .find(folder => existsSync(join(folder, 'initdb')));
}

function installBinaries() {
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return (
    isRoot &&
    apt('update', '-q') &&
    apt('install', '-q', '-y', '--no-install-recommends', 'postgresql')
  );
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package made. */
function account() {
  if (!isRoot) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith('postgres:'));
  if (!line) {
    throw new Error(
      "PostgreSQL doesn't run as root, and there is no user postgres to run it as: make one, or run this as another user",
    );
  }
  const [, , uid, gid] = line.split(':').map(Number);
  return { uid, gid };
}

async function freePort() {
  const server = createServer();
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
}

function run(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    ...options,
  });
  if (status !== 0) {
    throw new Error(
      `${command} failed: ${error?.message ?? ''}${stdout ?? ''}${
        stderr ?? ''
      }`,
    );
  }
  return stdout;
}

async function start(binaries) {
  const user = account();
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder };
  const data = join(folder, 'data');
  // prettier-ignore
  run(join(binaries, 'initdb'), [
    '-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C',
  ], options);

  const port = await freePort();
  // prettier-ignore
  const server = spawn(join(binaries, 'postgres'), [
    '-D', data, '-p', String(port), '-F',
    '-c', 'listen_addresses=127.0.0.1',
    '-c', 'unix_socket_directories=',
    '-c', 'full_page_writes=off',
    '-c', 'max_connections=200',
  ], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const said = [];
  server.stderr.on('data', text => said.push(text));
  const ended = new Promise(done => server.once('exit', done));

  const stop = async () => {
    // a fast shutdown: open connections are cut
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const isReady = () =>
    spawnSync(join(binaries, 'pg_isready'), [
      '-q',
      ...['-h', '127.0.0.1', '-p', String(port)],
    ]).status === 0;
  const deadline = Date.now() + START_WITHIN_MS;
  while (!isReady()) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`PostgreSQL did not start: ${Buffer.concat(said)}`);
    }
    await sleep(100);
  }
  return { port, stop };
}

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error('Say what to run beside PostgreSQL: postgres.mjs COMMAND');
  process.exit(2);
}
const binaries = findBinaries() ?? (installBinaries() && findBinaries());
if (!binaries) {
  console.error(
    `There is no PostgreSQL below ${DEBIAN}. Install Debian's package postgresql, or set POSTGRES_BIN to a folder with initdb and postgres.`,
  );
  process.exit(1);
}
const [, major] = /(\d+)/.exec(
  run(join(binaries, 'postgres'), ['--version'], {}),
);
const { port, stop } = await start(binaries);
const child = spawn(command, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    [`BACKSTAGE_TEST_DATABASE_POSTGRES${major}_CONNECTION_STRING`]: `postgres://postgres@127.0.0.1:${port}`,
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
const status = await new Promise(done => {
  child.once('error', error => {
    console.error(`${command} could not be run: ${error.message}`);
    done(127);
  });
  child.once('exit', code => done(code ?? 1));
});
await stop();
process.exitCode = status;
