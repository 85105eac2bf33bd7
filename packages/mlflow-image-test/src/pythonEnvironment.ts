import { execFile } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from './paths';
import {
  imageRequirements,
  isUnavailable,
  Requirements,
  withPrerelease,
} from './requirements';

const run = promisify(execFile);
const VERSIONS_FILE = 'versions.json';
/** `PYTHON` names another interpreter than the machine's own. */
const INTERPRETER = process.env.PYTHON ?? 'python3';

/** The packages of the image, installed outside a container. */
export interface PythonEnvironment {
  directory: string;
  /** Version of each package that is installed. */
  versions: Record<string, string>;
  /** What is not as the image's requirements have it, as one clause; empty if all is. */
  deviation: string;
}

/** The environment that `buildEnvironment` left behind; throws if there is none for the present requirements. */
export function installedEnvironment(): PythonEnvironment {
  const pinned = imageRequirements();
  const link = join(CACHE, pinned.hash);
  if (!existsSync(link)) {
    throw new Error(
      `The image's packages are not installed at ${link}; run the tests by "npm run test:mlflow-image"`,
    );
  }
  const directory = realpathSync(link);
  const versions = readVersions(
    readFileSync(join(directory, VERSIONS_FILE), 'utf8'),
  );
  return { directory, versions, deviation: deviationOf(pinned, versions) };
}

/**
 * Installs the image's packages, unless they are there. Only a finished environment is found under its name: one that
 * was interrupted, or two that were built at once, harm nobody.
 *
 * @throws Error with pip's own words
 */
export async function buildEnvironment(
  say: (sentence: string) => void,
): Promise<PythonEnvironment> {
  const pinned = imageRequirements();
  const link = join(CACHE, pinned.hash);
  if (!existsSync(link)) {
    await mkdir(CACHE, { recursive: true });
    const directory = `${link}.${process.pid}`;
    try {
      await install(directory, pinned, say);
      await symlink(directory, `${directory}.link`);
      await rename(`${directory}.link`, link);
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }
  return installedEnvironment();
}

async function install(
  directory: string,
  pinned: Requirements,
  say: (sentence: string) => void,
): Promise<void> {
  say(`Installing ${pinned.lines.join(', ')} (some minutes the first time)`);
  await run(INTERPRETER, ['-m', 'venv', directory]);
  try {
    await pip(directory, pinned);
  } catch (error) {
    if (!isUnavailable(pinned, String(error))) throw error;
    const substitute = withPrerelease(pinned);
    say(
      `This package registry does not have all of them; taking ${substitute.lines.join(
        ', ',
      )}`,
    );
    await pip(directory, substitute);
  }
  const { stdout } = await run(join(directory, 'bin/pip'), [
    'list',
    '--format=json',
    '--disable-pip-version-check',
  ]);
  await writeFile(join(directory, VERSIONS_FILE), stdout);
}

async function pip(directory: string, { lines }: Requirements): Promise<void> {
  await run(
    join(directory, 'bin/pip'),
    ['install', '--disable-pip-version-check', '--quiet', ...lines],
    { maxBuffer: 64 << 20 },
  );
}

function readVersions(json: string): Record<string, string> {
  const packages: { name: string; version: string }[] = JSON.parse(json);
  return Object.fromEntries(
    packages.map(({ name, version }) => [
      name.toLowerCase().replace(/_/g, '-'),
      version,
    ]),
  );
}

function deviationOf(
  { lines }: Requirements,
  versions: Record<string, string>,
): string {
  return lines
    .flatMap(line => {
      const [, name, wanted] = /^([\w-]+).*==(.*)$/.exec(line) ?? [];
      const installed = versions[name];
      return installed === wanted
        ? []
        : [`${name} ${installed} in place of ${wanted}`];
    })
    .join(', ');
}
