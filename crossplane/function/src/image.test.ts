import { ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { credentials } from '@grpc/grpc-js';
import { scripts } from '../package.json';
import { anEnvironment, settingsInput } from './__testUtils__/builders';
import { CertificateAuthority } from './__testUtils__/certificates';
import { freePort, FunctionClient } from './__testUtils__/client';
import { readDockerfile } from './__testUtils__/dockerfile';

const PACKAGE = join(__dirname, '..');
const image = readDockerfile(join(PACKAGE, 'Dockerfile'));
const [bundler, ...bundlerArguments] = scripts.bundle.split(' ');

/** Who Crossplane runs functions as (crossplane, internal/controller/pkg/runtime). */
const CROSSPLANE_USER = 2000;

/** Another user than the one who owns the files, where the tests may choose. */
const someoneElse =
  process.getuid?.() === 0
    ? { uid: CROSSPLANE_USER, gid: CROSSPLANE_USER }
    : {};

const outfile = bundlerArguments
  .find(argument => argument.startsWith('--outfile='))
  ?.replace('--outfile=', '');

const target = bundlerArguments
  .find(argument => argument.startsWith('--target=node'))
  ?.replace('--target=node', '');

describe('the image of the function', () => {
  const authority = new CertificateAuthority();
  const crossplane = authority.issue('crossplane');
  const running: ChildProcess[] = [];
  let folder: string;
  let root: string;
  let log = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'function-image-'));
    root = join(folder, 'root');
    await makeRoot();
    await makeCertificates();
    // a Node that whoever it is run by can read, wherever the tests' own is
    await copyFile(process.execPath, join(folder, 'node'));
    await chmod(join(folder, 'node'), 0o755);
    await chmod(folder, 0o755);
  }, 60_000);

  afterAll(async () => {
    running.forEach(child => child.kill('SIGKILL'));
    await chmod(root, 0o755);
    await rm(folder, { recursive: true, force: true });
  });

  /** The image's root file system, as far as it isn't the base image's: read-only. */
  async function makeRoot() {
    await mkdir(root);
    const bundle = join(folder, 'bundle.cjs');
    await promisify(execFile)(
      join(PACKAGE, '../../node_modules/.bin', bundler),
      bundlerArguments.map(argument =>
        argument.startsWith('--outfile=') ? `--outfile=${bundle}` : argument,
      ),
      { cwd: PACKAGE },
    );
    for (const path of Object.keys(image.files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await copyFile(bundle, join(root, path));
      await chmod(join(root, path), 0o444);
    }
    await chmod(root, 0o555);
  }

  /** What Crossplane mounts at /tls/server. */
  async function makeCertificates() {
    const { certificate, key } = authority.issue('function');
    const files = {
      'ca.crt': authority.certificate,
      'tls.crt': certificate,
      'tls.key': key,
    };
    await mkdir(join(folder, 'tls'));
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, 'tls', name), content, { mode: 0o644 });
    }
  }

  function start(port: number): ChildProcess {
    const [node, script, ...others] = image.command;
    expect(basename(node)).toBe('node');
    const child = spawn(
      join(folder, 'node'),
      [
        join(root, script),
        ...others,
        `--address=127.0.0.1:${port}`,
        `--tls-server-certs-dir=${join(folder, 'tls')}`,
      ],
      { cwd: root, env: image.env, ...someoneElse },
    );
    running.push(child);
    child.stdout?.on('data', text => {
      log += text;
    });
    child.stderr?.on('data', text => {
      log += text;
    });
    return child;
  }

  const asCrossplane = () =>
    credentials.createSsl(
      Buffer.from(authority.certificate),
      Buffer.from(crossplane.key),
      Buffer.from(crossplane.certificate),
    );

  it('has the Node that the bundle is made for, no shell, and a user by number', () => {
    expect(image.from).toMatch(
      new RegExp(`^gcr\\.io/distroless/nodejs${target}-debian\\d+:nonroot$`),
    );
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('consists of what the bundle command makes, and gets nothing else to see of the repository', async () => {
    expect(Object.values(image.files)).toEqual([outfile]);
    const ignored = await readFile(join(PACKAGE, '.dockerignore'), 'utf8');
    expect(ignored.trim().split('\n')).toEqual(['*', `!${outfile}`]);
  });

  it('is small', async () => {
    const [file] = Object.keys(image.files);
    expect((await stat(join(root, file))).size).toBeLessThan(4_000_000);
  });

  it('answers Crossplane alone, without a word of what it is given, and goes when it is told', async () => {
    const port = await freePort();
    const child = start(port);
    const exit = once(child, 'exit');
    const client = new FunctionClient(port, asCrossplane());
    const stranger = new FunctionClient(port, credentials.createInsecure());
    try {
      await client.ready();
      const response = await client.run(
        RunFunctionRequest.fromPartial({
          meta: { tag: 'first pass' },
          input: settingsInput(),
          observed: {
            composite: { resource: { ...anEnvironment() } },
            resources: {
              'atlas-user': {
                resource: {},
                connectionDetails: { password: Buffer.from('correct horse') },
              },
            },
          },
        }),
      );
      expect(response.results).toEqual([]);
      expect(Object.keys(response.desired?.resources ?? {})).toContain(
        'artifact-bucket',
      );
      await expect(stranger.ready(2_000)).rejects.toThrow(/deadline|connect/i);
    } finally {
      client.close();
      stranger.close();
      child.kill('SIGTERM');
    }
    expect(await exit).toEqual([0, null]);
    expect(log).toContain('server shut down');
    expect(log).not.toContain('correct horse');
    expect(await readdir(root)).toEqual(
      Object.keys(image.files).map(path => basename(path)),
    );
  }, 60_000);
});
