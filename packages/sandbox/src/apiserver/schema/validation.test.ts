import type { JsonValue } from '../model/objects';
import type { Schema } from './schema';
import { createSchemaValidator } from './validation';

function problems(schema: Schema, value: JsonValue, old?: JsonValue): string[] {
  return createSchemaValidator({ type: 'object', properties: { v: schema } })
    .validate({ v: value }, old === undefined ? undefined : { v: old })
    .map(({ field, message }) => `${field}: ${message}`);
}

describe('createSchemaValidator', () => {
  it.each<[Schema, JsonValue, string]>([
    [
      { type: 'number', minimum: 0, exclusiveMinimum: true },
      0,
      'v: Invalid value: 0: v in body should be greater than 0',
    ],
    [
      { type: 'number', multipleOf: 0.5 },
      0.3,
      'v: Invalid value: 0.3: v in body should be a multiple of 0.5',
    ],
    [
      { type: 'array', minItems: 1, items: { type: 'string' } },
      [],
      'v: Invalid value: 0: v in body should have at least 1 items',
    ],
    [
      { type: 'object', maxProperties: 1 },
      { a: 1, b: 2 },
      'v: Too many: 2: must have at most 1 items',
    ],
    [
      { type: 'string', format: 'date-time' },
      'today',
      'v: Invalid value: "today": v in body must be of type date-time: "today"',
    ],
    [
      { 'x-kubernetes-int-or-string': true },
      true,
      'v: Invalid value: "boolean": v in body must be of type integer,string: "boolean"',
    ],
    [
      {
        type: 'object',
        properties: {},
        oneOf: [{ required: ['a'] }, { required: ['a'] }],
      },
      { a: 1 },
      '<nil>: Invalid value: "": "v" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
    [
      { type: 'string', not: { enum: ['a'] } },
      'a',
      '<nil>: Invalid value: "": "v" must not validate the schema (not)',
    ],
  ])('says of %j and %j: %s', (schema, value, expected) => {
    expect(problems(schema, value)).toEqual([expected]);
  });

  it('explains alternatives by what the first would need', () => {
    const schema: Schema = {
      type: 'object',
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    };
    expect(problems(schema, {})).toEqual([
      '<nil>: Invalid value: "": "v" must validate at least one schema (anyOf)',
      'v.a: Required value',
    ]);
  });

  it('names items by their index', () => {
    const schema: Schema = { type: 'array', items: { type: 'string' } };
    expect(problems(schema, ['a', 1])).toEqual([
      'v[1]: Invalid value: "integer": v[1] in body must be of type string: "integer"',
    ]);
  });

  it('allows null where that is said', () => {
    expect(problems({ type: 'string', nullable: true }, null)).toEqual([]);
    expect(problems({ type: 'string' }, null)).toHaveLength(1);
  });

  it('lets through on an update what was wrong before and did not change', () => {
    expect(problems({ type: 'integer', maximum: 5 }, 9, 9)).toEqual([]);
    expect(problems({ type: 'integer', maximum: 5 }, 9, 8)).toHaveLength(1);
  });

  it('accepts patterns that only Go can read strictly', () => {
    expect(problems({ type: 'string', pattern: '^[^\\.\\/]+$' }, 'a')).toEqual(
      [],
    );
  });
});
