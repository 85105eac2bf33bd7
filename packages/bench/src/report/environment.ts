import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { REPOSITORY_FOLDER } from '../paths';
import { PEER_PLUGIN, peerVersion } from '../peer/startPeer';

/** On what a run was made. */
export interface RunEnvironment {
  date: string;
  commit: string;
  machine: { processors: string; memoryGiB: number };
  versions: Record<string, string>;
}

export function runEnvironment(kubernetes: string): RunEnvironment {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: REPOSITORY_FOLDER,
      encoding: 'utf8',
    }).trim(),
    machine: {
      processors: `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}`,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    versions: {
      Node: process.versions.node,
      Kubernetes: kubernetes,
      '@backstage/backend-defaults': versionOf('@backstage/backend-defaults'),
      '@backstage/plugin-catalog-backend': versionOf(
        '@backstage/plugin-catalog-backend',
      ),
      [PEER_PLUGIN]: peerVersion(),
    },
  };
}

function versionOf(name: string): string {
  const manifest = require.resolve(`${name}/package.json`);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
