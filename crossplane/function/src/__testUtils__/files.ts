import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { stringAt } from '../kubernetes';

/** The folder of the function's package. */
export const FUNCTION_DIRECTORY = resolve(__dirname, '../..');

/** The folder crossplane/. */
export const CROSSPLANE_DIRECTORY = resolve(FUNCTION_DIRECTORY, '..');

/** Data of third parties to test against, which is not part of the repository. */
export const SHARED_DIRECTORY =
  process.env.MLFLOW_SHARED_DIR ??
  resolve(CROSSPLANE_DIRECTORY, '../../shared');

/** A file under crossplane/. */
export function readCrossplaneFile(path: string): string {
  return readFileSync(join(CROSSPLANE_DIRECTORY, path), 'utf8');
}

/** A YAML file under crossplane/ with one document. */
export function readCrossplaneYaml(path: string): unknown {
  return parse(readCrossplaneFile(path));
}

/** A YAML file under crossplane/ with any number of documents. */
export function readCrossplaneDocuments(path: string): unknown[] {
  return parseAllDocuments(readCrossplaneFile(path)).map(document =>
    document.toJS(),
  );
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

const hasSharedData = existsSync(SHARED_DIRECTORY);

/** `describe`, skipped where the data of third parties is absent. */
export const describeWithShared = hasSharedData ? describe : describe.skip;

/** End of the title of what is skipped then. */
export const sharedNote = hasSharedData
  ? ''
  : ` (skipped: no data at ${SHARED_DIRECTORY}, set MLFLOW_SHARED_DIR)`;

/** A custom resource definition of a provider. */
export function readProviderCrd(file: string): unknown {
  return parse(readFileSync(join(SHARED_DIRECTORY, 'crds', file), 'utf8'));
}

/** One of Crossplane's own custom resource definitions. */
export function readCrossplaneCrd(file: string): unknown {
  return parse(
    readFileSync(join(SHARED_DIRECTORY, 'crossplane-crds', file), 'utf8'),
  );
}

/** All custom resource definitions of providers, by `<group>/<kind>`. */
export function readProviderCrds(): Map<string, unknown> {
  return new Map(
    readdirSync(join(SHARED_DIRECTORY, 'crds'))
      .filter(file => file.endsWith('.yaml'))
      .map(readProviderCrd)
      .map(crd => [
        `${stringAt(crd, 'spec', 'group')}/${stringAt(
          crd,
          'spec',
          'names',
          'kind',
        )}`,
        crd,
      ]),
  );
}

/** The article in which the project has its origin. */
export function readArticle(): string {
  return readFileSync(join(SHARED_DIRECTORY, 'seed/article.txt'), 'utf8');
}
