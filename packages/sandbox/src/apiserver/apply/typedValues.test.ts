import fc from 'fast-check';
import type { Schema } from '../schema/schema';
import { FieldSet, type PathElement } from './fieldSet';
import {
  compare,
  mergeConfiguration,
  removeFields,
  toFieldSet,
} from './typedValues';

const schema: Schema = {
  type: 'object',
  properties: {
    a: { type: 'string' },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    list: { type: 'array', items: { type: 'string' } },
    set: { type: 'array', 'x-kubernetes-list-type': 'set' },
    atom: { type: 'object', 'x-kubernetes-map-type': 'atomic' },
    parts: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, v: { type: 'string' } },
      },
    },
  },
};

const value = fc.record(
  {
    a: fc.constantFrom('x', 'y'),
    map: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2')),
    list: fc.array(fc.constantFrom('1', '2'), { maxLength: 3 }),
    set: fc.uniqueArray(fc.constantFrom('1', '2', '3')),
    atom: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2')),
    parts: fc.uniqueArray(fc.constantFrom('p', 'q', 'r')).chain(names =>
      fc.tuple(
        ...names.map(name =>
          fc.record({
            name: fc.constant(name),
            v: fc.constantFrom('1', '2'),
          }),
        ),
      ),
    ),
  },
  { requiredKeys: [] },
);

const printed = (set: FieldSet) =>
  set.paths().map((path: PathElement[]) => path.join(' '));

describe('toFieldSet', () => {
  it('names leaves, members of maps and items of keyed lists', () => {
    expect(
      printed(
        toFieldSet(
          {
            a: 'x',
            map: { k: '1' },
            list: ['1'],
            atom: { k: '1' },
            set: ['1'],
            parts: [{ name: 'p', v: '1' }],
          },
          schema,
        ),
      ),
    ).toEqual([
      'f:a',
      'f:atom',
      'f:list',
      'f:map f:k',
      'f:parts k:{"name":"p"}',
      'f:parts k:{"name":"p"} f:name',
      'f:parts k:{"name":"p"} f:v',
      'f:set v:"1"',
    ]);
  });
});

describe('compare', () => {
  it('tells added, modified and removed apart', () => {
    const { added, modified, removed } = compare(
      { a: 'x', map: { k: '1' }, list: ['1'] },
      { a: 'y', map: { l: '2' }, list: ['2'] },
      schema,
    );
    expect(printed(added)).toEqual(['f:map f:l']);
    expect(printed(modified)).toEqual(['f:a', 'f:list']);
    expect(printed(removed)).toEqual(['f:map f:k']);
  });

  it('finds nothing between a value and itself', () => {
    fc.assert(
      fc.property(value, one => {
        const { added, modified, removed } = compare(one, one, schema);
        expect([added.isEmpty, modified.isEmpty, removed.isEmpty]).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });

  it('finds the opposite the other way round', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const there = compare(one, other, schema);
        const back = compare(other, one, schema);
        expect(printed(there.added)).toEqual(printed(back.removed));
        expect(printed(there.modified)).toEqual(printed(back.modified));
      }),
    );
  });
});

describe('mergeConfiguration', () => {
  it('contains all that the configuration states', () => {
    fc.assert(
      fc.property(value, value, (live, configuration) => {
        const merged = mergeConfiguration(live, configuration, schema);
        const stated = toFieldSet(configuration, schema);
        const { added, modified } = compare(merged, configuration, schema);
        expect(printed(added.union(modified).intersection(stated))).toEqual([]);
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(value, value, (live, configuration) => {
        const once = mergeConfiguration(live, configuration, schema);
        const twice = mergeConfiguration(once, configuration, schema);
        const { added, modified, removed } = compare(once, twice, schema);
        expect(printed(added.union(modified).union(removed))).toEqual([]);
      }),
    );
  });

  it.each([
    ['abc', 'dca', 'bdca'],
    ['abcd', 'db', 'acdb'],
    ['abcd', 'ebfa', 'ebcdfa'],
    ['ab', 'cd', 'abcd'],
    ['abcde', 'xdyb', 'acxdeyb'],
  ])('orders %s with %s as kube-apiserver does', (current, stated, merged) => {
    expect(
      mergeConfiguration({ set: [...current] }, { set: [...stated] }, schema),
    ).toEqual({ set: [...merged] });
  });
});

describe('removeFields', () => {
  it('takes out paths, and containers that lose everything', () => {
    expect(
      removeFields(
        {
          a: 'x',
          map: { k: '1' },
          parts: [
            { name: 'p', v: '1' },
            { name: 'q', v: '2' },
          ],
        },
        FieldSet.of(
          ['f:map', 'f:k'],
          ['f:parts', 'k:{"name":"p"}'],
          ['f:parts', 'k:{"name":"q"}', 'f:v'],
        ),
        schema,
      ),
    ).toEqual({ a: 'x', parts: [{ name: 'q' }] });
  });
});
