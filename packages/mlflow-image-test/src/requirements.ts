import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE } from './paths';

/** What the tests need beside what is in the image: an S3 API. */
const TEST_REQUIREMENTS = ['moto[server]==5.2.5'];

/** Released after its pre-releases; a package registry that has only those is served with the newest one. */
const MAY_BE_PRERELEASE = 'mlflow-mongodb';

/** What goes into a Python environment. */
export interface Requirements {
  /** Lines as pip takes them. */
  lines: string[];
  /** Changes with every one of them. */
  hash: string;
}

/** The image's requirements, and the tests' own. */
export function imageRequirements(): Requirements {
  const text = readFileSync(join(IMAGE, 'requirements.txt'), 'utf8');
  return requirements([...requirementLines(text), ...TEST_REQUIREMENTS]);
}

/** The requirements in a file, without what is said about them. */
export function requirementLines(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(line => line !== '');
}

/** The version to which a package is pinned; throws if it is not. */
export function pinnedVersion({ lines }: Requirements, name: string): string {
  const line = lines.find(candidate => candidate.startsWith(`${name}==`));
  if (!line) throw new Error(`${name} is not pinned to a version`);
  return line.slice(`${name}==`.length);
}

/**
 * The same with any pre-release of the pinned version of the MongoDB store. An upper bound that names no pre-release would
 * exclude them (PEP 440).
 */
export function withPrerelease(pinned: Requirements): Requirements {
  const version = pinnedVersion(pinned, MAY_BE_PRERELEASE);
  return requirements(
    pinned.lines.map(line =>
      line.startsWith(`${MAY_BE_PRERELEASE}==`)
        ? `${MAY_BE_PRERELEASE}>=${version}.dev0,<=${version}`
        : line,
    ),
  );
}

/** Whether pip failed because the pinned version of the MongoDB store is not to be had. */
export function isUnavailable(
  pinned: Requirements,
  pipOutput: string,
): boolean {
  const version = pinnedVersion(pinned, MAY_BE_PRERELEASE);
  return pipOutput.includes(
    `No matching distribution found for ${MAY_BE_PRERELEASE}==${version}`,
  );
}

function requirements(lines: string[]): Requirements {
  const hash = createHash('sha256').update(lines.join('\n')).digest('hex');
  return { lines, hash: hash.slice(0, 12) };
}
