import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { GO_MODULE, Versions } from './versions';

/** One program to build. */
export interface Program {
  name: string;
  /** The Go package of its `main`. */
  package: string;
}

export const PROGRAMS: Program[] = [
  { name: 'etcd', package: 'go.etcd.io/etcd/server/v3' },
  ...['kube-apiserver', 'kube-controller-manager', 'kubectl'].map(name => ({
    name,
    package: `k8s.io/kubernetes/cmd/${name}`,
  })),
];

/** The folder for everything that is built, once for all clones of the repository. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const {
    CONTROL_PLANE_CACHE_DIR: own,
    XDG_CACHE_HOME: caches = join(homedir(), '.cache'),
  } = environment;
  return own || join(caches, 'mlflow-environments', 'control-plane');
}

/** The folder of one build: another one for every other version, dependency or machine. */
export function binariesFolder(
  versions: Versions,
  environment: NodeJS.ProcessEnv,
): string {
  const dependencies = createHash('sha256')
    .update(readFileSync(join(GO_MODULE, 'go.mod')))
    .update(readFileSync(join(GO_MODULE, 'go.sum')))
    .digest('hex')
    .slice(0, 8);
  const { kubernetes, etcd } = versions;
  return join(
    cacheFolder(environment),
    `kubernetes-${kubernetes}-etcd-${etcd}-${process.platform}-${process.arch}-${dependencies}`,
  );
}

/** Whether a folder holds all programs. It appears in one step, so one that is there is whole unless somebody removed files. */
export function isComplete(folder: string): boolean {
  return PROGRAMS.every(({ name }) => existsSync(join(folder, name)));
}
