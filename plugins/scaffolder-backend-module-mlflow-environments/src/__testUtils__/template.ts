import { Entity } from '@backstage/catalog-model';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../../..');

/** A file of the repository, as parsed YAML. */
export function readYaml(path: string): any {
  return parse(readFileSync(resolve(ROOT, path), 'utf8'));
}

/** The entity that the Create wizard is made from. */
export function createTemplate(): Entity {
  const template = readYaml(
    'templates/create-mlflow-environment/template.yaml',
  );
  return {
    ...template,
    metadata: {
      namespace: 'default',
      uid: 'template-uid',
      ...template.metadata,
    },
  };
}
