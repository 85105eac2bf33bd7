import fc from 'fast-check';
import { applyMergePatch } from './mergePatch';

describe('applyMergePatch', () => {
  it('merges objects, replaces the rest and removes by null', () => {
    expect(
      applyMergePatch(
        { a: { b: 1, c: 2 }, list: [1, 2], gone: true },
        { a: { b: null, d: 3 }, list: [3], gone: null },
      ),
    ).toEqual({ a: { c: 2, d: 3 }, list: [3] });
  });

  it('drops nulls of objects that it brings in', () => {
    expect(applyMergePatch({}, { a: { b: null, c: 1 } })).toEqual({
      a: { c: 1 },
    });
  });

  it('does the same the second time', () => {
    const json = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map(value => JSON.parse(JSON.stringify(value)));
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const once = applyMergePatch(target, patch);
        expect(applyMergePatch(once, patch)).toEqual(once);
      }),
    );
  });
});
