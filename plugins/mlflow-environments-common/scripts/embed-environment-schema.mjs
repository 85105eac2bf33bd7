/*
 * Copies the schema of the MLflowEnvironment definition into src/claims/definitionSchema.json, so that browsers validate
 * claims by the very rules that the API server has. A test says when the copy is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { parse } from 'yaml';

const definition = new URL(
  '../../../crossplane/apis/mlflowenvironments/definition.yaml',
  import.meta.url,
);
const copy = new URL('../src/claims/definitionSchema.json', import.meta.url);

const { spec } = parse(await readFile(definition, 'utf8'));
const version = spec.versions.find(({ referenceable }) => referenceable);
await writeFile(
  copy,
  prettier.format(JSON.stringify(version.schema.openAPIV3Schema), {
    filepath: fileURLToPath(copy),
  }),
);
