import fc from 'fast-check';
import { FieldSet, printFieldPath } from './fieldSet';

const path = fc.array(fc.constantFrom('f:a', 'f:b', 'k:{"n":"x"}', 'v:1'), {
  minLength: 1,
  maxLength: 3,
});
const anySet = fc
  .array(path, { maxLength: 6 })
  .map(paths => FieldSet.of(...paths));
const text = (set: FieldSet) => JSON.stringify(set.paths());

describe('FieldSet', () => {
  it('is written and read as FieldsV1', () => {
    const set = FieldSet.of(
      ['f:metadata', 'f:labels'],
      ['f:metadata', 'f:labels', 'f:a'],
      ['f:spec', 'f:parts', 'k:{"name":"x"}', 'f:name'],
    );
    const fields = {
      'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
      'f:spec': { 'f:parts': { 'k:{"name":"x"}': { 'f:name': {} } } },
    };
    expect(set.toFieldsV1()).toEqual(fields);
    expect(text(FieldSet.fromFieldsV1(fields))).toBe(text(set));
  });

  it('survives being written, whatever is in it', () => {
    fc.assert(
      fc.property(anySet, set => {
        expect(text(FieldSet.fromFieldsV1(set.toFieldsV1()))).toBe(text(set));
      }),
    );
  });

  it('is divided by another set into what is in it and what is not', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const inside = a.intersection(b);
        const outside = a.difference(b);
        expect(text(inside.union(outside))).toBe(text(a));
        expect(inside.intersection(outside).isEmpty).toBe(true);
      }),
    );
  });

  it('has no more than both together', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const both = a.union(b);
        expect(a.difference(both).isEmpty).toBe(true);
        expect(both.difference(a).difference(b).isEmpty).toBe(true);
      }),
    );
  });

  it('loses all below a path with the path', () => {
    const set = FieldSet.of(['f:a'], ['f:a', 'f:b'], ['f:c']);
    expect(set.without(FieldSet.of(['f:a'])).paths()).toEqual([['f:c']]);
  });

  it('has the objects on the way to its paths, but not the items of lists', () => {
    const set = FieldSet.of(['f:a', 'k:{"n":"x"}', 'f:b']);
    expect(set.withNamedContainers().paths()).toEqual([
      ['f:a'],
      ['f:a', 'k:{"n":"x"}', 'f:b'],
    ]);
  });
});

describe('printFieldPath', () => {
  it('prints members, keyed items and values', () => {
    expect(
      printFieldPath(['f:ports', 'k:{"port":80,"protocol":"TCP"}', 'f:name']),
    ).toBe('.ports[port=80,protocol="TCP"].name');
    expect(printFieldPath(['f:set', 'v:"x"'])).toBe('.set[="x"]');
  });
});
