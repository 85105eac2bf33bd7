import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { binariesFolder, isComplete, Program, PROGRAMS } from './binaries';
import { requireGo } from './goToolchain';
import { GO_MODULE, pinnedVersions, Versions } from './versions';

export interface BuildOptions {
  environment?: NodeJS.ProcessEnv;
  /** Is told what is being built, which takes minutes. */
  print?(line: string): void;
}

/**
 * The folder with etcd, kube-apiserver, kube-controller-manager and kubectl, built from their Go modules where they are
 * not there yet. Two builds at once do no harm: each has a folder of its own until it is whole.
 *
 * @throws where Go is missing, too old, or fails
 */
export async function ensureBinaries(
  options: BuildOptions = {},
): Promise<string> {
  const { environment = process.env, print = () => {} } = options;
  const versions = pinnedVersions();
  const folder = binariesFolder(versions, environment);
  if (isComplete(folder)) {
    return folder;
  }
  requireGo(versions.go, environment);
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  const abandon = () => rmSync(unfinished, { recursive: true, force: true });
  process.once('exit', abandon);
  try {
    print(
      `Building Kubernetes ${versions.kubernetes} and etcd ${versions.etcd} into ${folder} (some minutes, once)`,
    );
    for (const program of PROGRAMS) {
      print(`  ${program.name}`);
      await goBuild(program, versions, unfinished, environment);
    }
    await takeOver(unfinished, folder);
  } finally {
    process.off('exit', abandon);
    abandon();
  }
  return folder;
}

/** Makes a finished build the one that is used. Whoever is first wins; the others' is as good. */
async function takeOver(unfinished: string, folder: string): Promise<void> {
  if (!isComplete(folder)) {
    // Somebody removed files from it.
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await rename(unfinished, folder);
  } catch (error) {
    if (!isComplete(folder)) {
      throw error;
    }
  }
}

function goBuild(
  program: Program,
  versions: Versions,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const args = [
    'build',
    '-mod=readonly',
    '-buildvcs=false',
    '-ldflags',
    linkerFlags(versions),
    '-o',
    join(folder, program.name),
    program.package,
  ];
  return new Promise((resolve, reject) => {
    const go = spawn('go', args, {
      cwd: GO_MODULE,
      // Neither programs nor flags of the caller's own Go work may change what is built.
      env: { ...environment, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaints = '';
    go.stderr.on('data', chunk => {
      complaints += chunk;
    });
    go.on('error', reject);
    go.on('close', code => {
      if (code === 0) {
        resolve();
      } else {
        reject(
          new Error(
            `Go could not build ${program.name}:\n${complaints.trim()}`,
          ),
        );
      }
    });
  });
}

/** Without these the API server doesn't know its own version, which clients ask for. */
function linkerFlags({ kubernetes }: Versions): string {
  const [major, minor] = kubernetes.replace(/^v/, '').split('.');
  const version = 'k8s.io/component-base/version';
  return [
    '-s',
    '-w',
    `-X ${version}.gitVersion=${kubernetes}`,
    `-X ${version}.gitMajor=${major}`,
    `-X ${version}.gitMinor=${minor}`,
  ].join(' ');
}
