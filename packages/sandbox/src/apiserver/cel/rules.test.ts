import type { JsonObject } from '../model/objects';
import type { Schema, ValidationRule } from '../schema/schema';
import { RuleEvaluator } from './rules';

function problems(
  schema: Schema,
  object: JsonObject,
  old?: JsonObject,
): string[] {
  return new RuleEvaluator(schema)
    .validate(object, old)
    .map(({ field, message }) => `${field}: ${message}`);
}

/** A schema whose `spec` has properties and a rule. */
function withRule(
  rule: string,
  properties: { [name: string]: Schema },
): Schema {
  return {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties,
        'x-kubernetes-validations': [{ rule, message: 'no' }],
      },
    },
  };
}

const holds = (
  rule: string,
  spec: JsonObject,
  properties: { [name: string]: Schema } = {},
) => problems(withRule(rule, properties), { spec }).length === 0;

describe('RuleEvaluator', () => {
  it.each<[string, JsonObject, boolean]>([
    ['self.a > 1', { a: 2 }, true],
    ['self.a == 1.5', { a: 1.5 }, true],
    ['self.text.matches("^a+$")', { text: 'aaa' }, true],
    ['self.list.all(x, x.startsWith("a"))', { list: ['ab', 'b'] }, false],
    ['self.list.exists_one(x, x == "b")', { list: ['a', 'b'] }, true],
    ['has(self.missing)', {}, false],
    ['{"S": 1, "L": 2}[self.size] >= 2', { size: 'L' }, true],
    ['int(self.version.split(".")[0]) >= 8', { version: '8.0' }, true],
    ['duration(self.every) >= duration("1m")', { every: '90s' }, true],
    ['self.list.isSorted() && self.list.sum() == 3', { list: [1, 2] }, true],
    ['self.list.max() == 2 && self.list.min() == 1', { list: [2, 1] }, true],
    ['self.list.indexOf("b") == 1', { list: ['a', 'b'] }, true],
    ['isCIDR(self.cidr)', { cidr: '10.0.0.0/8' }, true],
    ['isCIDR(self.cidr)', { cidr: '10.0.0.0/33' }, false],
    ['isIP(self.ip)', { ip: '::1' }, true],
    ['self.text.replace("a", "b") == "bb"', { text: 'aa' }, true],
    ['self.text.find("[0-9]+") == "12"', { text: 'a12b3' }, true],
    ['"%s-%d".format([self.a, 3]) == "x-3"', { a: 'x' }, true],
    ['self.?a.orValue(1) == 1', {}, true],
  ])('%s of %j is %s', (rule, spec, expected) => {
    expect(holds(rule, spec)).toBe(expected);
  });

  it('reads times and escaped names as the schema says', () => {
    const properties: { [name: string]: Schema } = {
      when: { type: 'string', format: 'date-time' },
      namespace: { type: 'string' },
      'a-b': { type: 'string' },
    };
    expect(
      holds(
        'self.when > timestamp("2020-01-01T00:00:00Z") && self.__namespace__ == "n" && self.a__dash__b == "c"',
        { when: '2021-01-01T00:00:00Z', namespace: 'n', 'a-b': 'c' },
        properties,
      ),
    ).toBe(true);
  });

  it('compares transitions only when there was something before', () => {
    const schema = withRule('self.a >= oldSelf.a', {
      a: { type: 'integer' },
    });
    expect(problems(schema, { spec: { a: 1 } })).toEqual([]);
    expect(problems(schema, { spec: { a: 1 } }, { spec: { a: 2 } })).toEqual([
      'spec: Invalid value: "object": no',
    ]);
  });

  it('may see that there was nothing before', () => {
    const rule: ValidationRule = {
      rule: 'oldSelf.hasValue() || self == "first"',
      message: 'must begin with first',
      optionalOldSelf: true,
    };
    const schema: Schema = {
      type: 'object',
      properties: {
        v: { type: 'string', 'x-kubernetes-validations': [rule] },
      },
    };
    expect(problems(schema, { v: 'second' })).toEqual([
      'v: Invalid value: "string": must begin with first',
    ]);
    expect(problems(schema, { v: 'second' }, { v: 'first' })).toEqual([]);
  });

  it('follows items of a list by their keys, and items of others not', () => {
    const items: Schema = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        v: {
          type: 'string',
          'x-kubernetes-validations': [{ rule: 'self == oldSelf' }],
        },
      },
    };
    const listOf = (more: Schema): Schema => ({
      type: 'object',
      properties: { list: { type: 'array', items, ...more } },
    });
    const before = { list: [{ name: 'a', v: '1' }] };
    const after = {
      list: [
        { name: 'b', v: '9' },
        { name: 'a', v: '2' },
      ],
    };
    expect(
      problems(
        listOf({
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
        }),
        after,
        before,
      ),
    ).toEqual([
      'list[1].v: Invalid value: "string": failed rule: self == oldSelf',
    ]);
    expect(problems(listOf({}), after, before)).toEqual([]);
  });

  it('names members of maps by their key', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        map: {
          type: 'object',
          additionalProperties: {
            type: 'string',
            'x-kubernetes-validations': [{ rule: 'self != ""' }],
          },
        },
      },
    };
    expect(problems(schema, { map: { key: '' } })).toEqual([
      'map[key]: Invalid value: "string": failed rule: self != ""',
    ]);
  });

  it('reports at another field, and with another reason', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          'x-kubernetes-validations': [
            {
              rule: 'has(self.a)',
              message: 'a is needed',
              reason: 'FieldValueRequired',
              fieldPath: '.a',
            },
          ],
        },
      },
    };
    expect(problems(schema, { spec: {} })).toEqual([
      'spec.a: Required value: a is needed',
    ]);
  });

  it('does not hold against an update what was so before', () => {
    const schema = withRule('self.a > 5', { a: { type: 'integer' } });
    expect(problems(schema, { spec: { a: 1 } }, { spec: { a: 1 } })).toEqual(
      [],
    );
  });

  it('reports a rule that fails to compute', () => {
    const [problem] = problems(withRule('self.a.b == 1', {}), { spec: {} });
    expect(problem).toMatch(/^spec: .*No such key: a evaluating rule: no$/);
  });

  it('finds what is wrong with an expression', () => {
    expect(RuleEvaluator.compileError('self.a > 1')).toBeUndefined();
    expect(RuleEvaluator.compileError('self.a >')).toBeDefined();
    expect(RuleEvaluator.compileError('other > 1')).toContain('other');
  });
});
