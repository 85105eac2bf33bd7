import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CLUSTER, clusterConfig } from '../backend/config';
import { PACKAGE_FOLDER } from '../paths';
import { BackstageProcess } from '../processes/BackstageProcess';
import { CountedWay } from '../processes/CountingProxy';
import { freePort } from '../processes/freePort';
import { Stage } from '../stage';

/** What the peer's folder is made of. */
const SOURCES = join(PACKAGE_FOLDER, 'peer');
export const PEER_PLUGIN =
  '@terasky/backstage-plugin-crossplane-resources-backend';

export interface Peer {
  process: BackstageProcess;
  way: CountedWay;
  stop(): Promise<void>;
}

/** Starts the plugin that is compared with, in a minimal Backstage of its own. */
export async function startPeer(stage: Stage): Promise<Peer> {
  const directory = installPeer();
  const way = await stage.proxy.open();
  const port = await freePort();
  const backstage = await BackstageProcess.start({
    name: 'The backend with the peer',
    script: join(directory, 'index.js'),
    directory,
    folder: join(stage.folder, `peer-${port}`),
    port,
    config: {
      crossplane: { enabled: true },
      kubernetes: {
        serviceLocatorMethod: { type: 'multiTenant' },
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [clusterConfig(way.url, stage.controlPlane.adminToken)],
          },
        ],
      },
    },
  });
  stage.onClose(() => backstage.stop());
  return { process: backstage, way, stop: () => backstage.stop() };
}

/** The path of the peer's card of an environment. */
export function peerCard(environment: {
  namespace: string;
  name: string;
}): string {
  const query = new URLSearchParams({
    clusterName: CLUSTER,
    namespace: environment.namespace,
    name: environment.name,
    group: 'mlops.example.com',
    version: 'v1alpha1',
    plural: 'mlflowenvironments',
    scope: 'Namespaced',
  });
  return `/api/crossplane/v2/graph?${query}`;
}

/** The version of the peer that is installed. */
export function peerVersion(): string {
  const { dependencies } = JSON.parse(
    readFileSync(join(SOURCES, 'package.json'), 'utf8'),
  );
  return dependencies[PEER_PLUGIN];
}

/** Installs the peer outside of this workspace, once for each version of what is to be installed. Returns its folder. */
function installPeer(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(SOURCES).sort()) {
    hash.update(name).update(readFileSync(join(SOURCES, name)));
  }
  const folder = join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'mlflow-environments',
    'bench-peer',
    hash.digest('hex').slice(0, 16),
  );
  const stamp = join(folder, '.installed');
  if (existsSync(stamp)) {
    return folder;
  }
  process.stderr.write(`Installing the peer into ${folder} (850 MB, once)\n`);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(SOURCES)) {
    copyFileSync(join(SOURCES, name), join(folder, name));
  }
  // Without a lockfile of its own, Yarn would take the folder for a part of whatever project is above it.
  writeFileSync(join(folder, 'yarn.lock'), '');
  const install = spawnSync('yarn', ['install', '--no-immutable'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CI: '' },
  });
  if (install.status !== 0) {
    throw new Error(
      `The peer could not be installed in ${folder}:\n${install.stdout}${install.stderr}`,
    );
  }
  writeFileSync(stamp, '');
  return folder;
}
