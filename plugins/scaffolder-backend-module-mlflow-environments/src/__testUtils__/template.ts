import { Entity } from '@backstage/catalog-model';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../../..');

/** A file of the repository, as parsed YAML. */
export function readYaml(path: string): any {
  return parse(readFileSync(resolve(ROOT, path), 'utf8'));
}

/** The entity that a wizard is made from, like `create-mlflow-environment`. */
export function templateOf(name: string): Entity {
  const template = readYaml(`templates/${name}/template.yaml`);
  return {
    ...template,
    metadata: {
      namespace: 'default',
      uid: 'template-uid',
      ...template.metadata,
    },
  };
}
