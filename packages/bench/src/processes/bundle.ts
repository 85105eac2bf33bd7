import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { PACKAGE_FOLDER } from '../paths';

/** Packages of this repository go into the bundle, as they would be built for a release; all others stay packages. */
const ownPackagesOnly: Plugin = {
  name: 'own-packages-only',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@mlops-platform/')
        ? undefined
        : { path, external: true },
    );
  },
};

/** Makes one plain JavaScript file of a program, so that what is measured runs as in production. Returns its path. */
export async function bundle(entry: string, name: string): Promise<string> {
  const folder = join(PACKAGE_FOLDER, 'dist');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}.cjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    plugins: [ownPackagesOnly],
    logLevel: 'error',
  });
  return outfile;
}
