import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const FUNCTION_DIRECTORY = resolve(__dirname, '../..');
const CROSSPLANE_DIRECTORY = resolve(FUNCTION_DIRECTORY, '..');

/** Data of third parties to test against, which is not part of the repository. */
export const SHARED_DIRECTORY =
  process.env.MLFLOW_SHARED_DIR ??
  resolve(CROSSPLANE_DIRECTORY, '../../shared');

/** A YAML file under crossplane/. */
export function readCrossplaneYaml(path: string): unknown {
  return parse(readFileSync(join(CROSSPLANE_DIRECTORY, path), 'utf8'));
}

/** Every document of every YAML file in test-cases/, with the name of its file. */
export function readTestCases(): { file: string; document: unknown }[] {
  const directory = join(FUNCTION_DIRECTORY, 'test-cases');
  return readdirSync(directory)
    .sort()
    .flatMap(file =>
      parseAllDocuments(readFileSync(join(directory, file), 'utf8')).map(
        document => {
          if (document.errors.length) throw document.errors[0];
          return { file, document: document.toJS() };
        },
      ),
    );
}

/** `describe`, skipped with a visible reason where the shared data is absent. */
export function describeWithShared(title: string, tests: () => void): void {
  if (existsSync(SHARED_DIRECTORY)) {
    describe(title, tests);
  } else {
    describe.skip(
      `${title} (no data at ${SHARED_DIRECTORY}, set MLFLOW_SHARED_DIR)`,
      tests,
    );
  }
}
