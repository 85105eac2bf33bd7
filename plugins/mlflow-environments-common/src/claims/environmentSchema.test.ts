import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import embedded from './definitionSchema.json';

describe('the embedded schema', () => {
  it('is the one of the definition; `yarn generate` copies it anew', () => {
    const definition = parse(
      readFileSync(
        resolve(
          __dirname,
          '../../../../crossplane/apis/mlflowenvironments/definition.yaml',
        ),
        'utf8',
      ),
    );
    expect(embedded).toEqual(
      definition.spec.versions[0].schema.openAPIV3Schema,
    );
  });
});
