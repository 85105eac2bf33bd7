#!/usr/bin/env node
// Runs a script of the root package.json with the Node and Yarn that the project needs, on a machine that has only some Node,
// npm and git: gets both through npx where they are missing, installs the dependencies where they are not up to date, and says
// nothing where everything is there. It has no dependencies, since it runs before there are any.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const { packageManager } = JSON.parse(
  readFileSync(resolve(root, 'package.json'), 'utf8'),
);
const yarnVersion = packageManager.split('@')[1];
const nodeVersion = '24';

/** Whether this process already runs under a Node and beside a Yarn that the project supports. */
function hasToolchain() {
  const nodeMajor = process.versions.node.split('.')[0];
  if (nodeMajor !== '22' && nodeMajor !== '24') return false;
  const yarn = spawnSync('yarn', ['--version'], {
    encoding: 'utf8',
    cwd: root,
  });
  return yarn.status === 0 && yarn.stdout.trim() === yarnVersion;
}

/** Dependencies are up to date when the last install here was of this very lockfile by this Node. */
function installIfNeeded() {
  const stamp = resolve(root, 'node_modules/.installed');
  const wanted = createHash('sha256')
    .update(readFileSync(resolve(root, 'yarn.lock')))
    .update(process.versions.modules)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.error('Installing dependencies (about two minutes the first time)');
  const install = spawnSync('yarn', ['install', '--immutable'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (install.status !== 0) {
    console.error(install.stdout);
    console.error(install.stderr);
    console.error('Dependencies could not be installed; see above.');
    process.exit(install.status ?? 1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * Hands the terminal to a child and ends as it ends. Ctrl-C reaches the child by itself, since it shares our process group; a
 * signal sent to us alone is passed on.
 */
function become(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', error => {
    console.error(`${command} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code ?? 1));
}

const quote = argument => `'${argument.replaceAll("'", `'\\''`)}'`;

const [script, ...args] = process.argv.slice(2);
if (!script) {
  console.error(
    'Usage: node packages/toolchain/run.mjs <script of package.json> [arguments]',
  );
  process.exit(2);
}

if (hasToolchain()) {
  installIfNeeded();
  become('yarn', ['run', script, ...args]);
} else if (process.env.TOOLCHAIN_FROM_NPX) {
  console.error(
    `npx did not provide Node ${nodeVersion} and Yarn ${yarnVersion}; install both and try again.`,
  );
  process.exit(1);
} else {
  process.env.TOOLCHAIN_FROM_NPX = 'true';
  const self = [fileURLToPath(import.meta.url), script, ...args];
  become('npx', [
    '--yes',
    ...['-p', `node@${nodeVersion}`, '-p', `@yarnpkg/cli-dist@${yarnVersion}`],
    ...['-c', `node ${self.map(quote).join(' ')}`],
  ]);
}
