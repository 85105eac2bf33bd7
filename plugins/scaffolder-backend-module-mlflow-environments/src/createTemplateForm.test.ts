import { JsonObject } from '@backstage/types';
import Ajv from 'ajv';
import { readYaml, templateOf } from './__testUtils__/template';

type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  enum?: string[];
  enumNames?: string[];
  required?: string[];
  default?: unknown;
  [keyword: string]: unknown;
};

/** What the wizard asks beside the parameters of the claim. */
const NOT_IN_THE_CLAIM = ['namespace', 'target', 'preview'];

/** What must be the same in the wizard and in the definition. */
const KEYWORDS = [
  'type',
  'default',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
];

const definition = readYaml(
  'crossplane/apis/mlflowenvironments/definition.yaml',
);
const claimSchema: Schema =
  definition.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties
    .parameters;
const template = templateOf('create-mlflow-environment');
const pages = template.spec?.parameters as unknown as Schema[];

/** Fields by their path, without the objects that hold them. */
function fieldsOf(schema: Schema, path = ''): Array<[string, Schema]> {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const fieldPath = path ? `${path}.${name}` : name;
    return field.properties
      ? fieldsOf(field, fieldPath)
      : [[fieldPath, field] as [string, Schema]];
  });
}

const claimFields = new Map(fieldsOf(claimSchema));

/** Every field that is asked. A field that is only carried on to another page is hidden there. */
const wizardFields = pages
  .flatMap(page => fieldsOf(page))
  .filter(([, field]) => field['ui:widget'] !== 'hidden')
  .filter(([path]) => !NOT_IN_THE_CLAIM.includes(path));

describe('the questions of the Create wizard', () => {
  it.each(wizardFields)('%s is a field of the claim', path => {
    expect([...claimFields.keys()]).toContain(path);
  });

  it.each(wizardFields)('%s has the rules of the claim', (path, field) => {
    const pick = (schema: Schema | undefined) =>
      Object.fromEntries(KEYWORDS.map(keyword => [keyword, schema?.[keyword]]));
    expect(pick(field)).toEqual(pick(claimFields.get(path)));
  });

  const choices = wizardFields.filter(([, field]) => field.enum);

  it.each(choices)('%s offers what the claim allows', (path, field) => {
    const allowed = claimFields.get(path);
    const accepts = new Ajv({ strict: false }).compile({
      type: 'string',
      ...(allowed?.pattern ? { pattern: allowed.pattern } : {}),
    });
    expect(field.enum?.filter(choice => !accepts(choice))).toEqual([]);
    // A region is whatever the platform offers, all else is in the definition.
    expect(new Set(field.enum)).toEqual(new Set(allowed?.enum ?? field.enum));
    expect(field.enumNames ?? field.enum).toHaveLength(field.enum?.length ?? 0);
  });

  it('asks five things first', () => {
    expect(pages[0].required).toEqual([
      'environmentID',
      'namespace',
      'owner',
      'stage',
      'region',
    ]);
    expect(Object.keys(pages[0].properties ?? {})).toEqual(
      expect.arrayContaining(pages[0].required ?? []),
    );
  });

  it('uses the field extensions of the plugin', () => {
    const extensionOf = (name: string) =>
      pages.map(page => page.properties?.[name]?.['ui:field']).find(Boolean);

    expect(extensionOf('environmentID')).toBe('MlflowEnvironmentName');
    expect(extensionOf('target')).toBe('MlflowEnvironmentTarget');
    expect(extensionOf('preview')).toBe('MlflowEnvironmentPreview');
  });

  it('passes every answer on to the claim', () => {
    const steps = template.spec?.steps as JsonObject[];
    for (const id of ['create', 'register']) {
      const { input } = steps.find(step => step.id === id) as {
        input: { parameters: JsonObject };
      };
      expect(Object.keys(input.parameters)).toEqual(
        expect.arrayContaining(
          wizardFields.map(([path]) => path.split('.')[0]),
        ),
      );
    }
  });
});

describe('the second page', () => {
  const accepts = new Ajv({ strict: false }).compile(pages[1]);

  it.each([
    { stage: 'dev', deletionPolicy: 'Delete', database: { tier: 'Flex' } },
    { stage: 'staging', deletionPolicy: 'Orphan', database: { tier: 'M10' } },
    { stage: 'prod', deletionPolicy: 'Orphan', database: { tier: 'M40' } },
    { stage: 'prod' },
  ])('accepts %j', answers => {
    expect(accepts(answers)).toBe(true);
  });

  it.each([
    { stage: 'prod', deletionPolicy: 'Delete' },
    { stage: 'prod', database: { tier: 'Flex' } },
    { stage: 'test' },
  ])('refuses %j', answers => {
    expect(accepts(answers)).toBe(false);
  });
});
