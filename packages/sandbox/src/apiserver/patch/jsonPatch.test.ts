import { applyJsonPatch, JsonPatchError } from './jsonPatch';

const document = { a: { b: 1 }, list: ['x', 'y'], 'odd/~key': 1 };

describe('applyJsonPatch', () => {
  it.each([
    [[{ op: 'add', path: '/a/c', value: 2 }], { a: { b: 1, c: 2 } }],
    [[{ op: 'add', path: '/list/1', value: 'z' }], { list: ['x', 'z', 'y'] }],
    [[{ op: 'add', path: '/list/-', value: 'z' }], { list: ['x', 'y', 'z'] }],
    [[{ op: 'replace', path: '/a/b', value: 2 }], { a: { b: 2 } }],
    [[{ op: 'replace', path: '/a/new', value: 2 }], { a: { b: 1, new: 2 } }],
    [[{ op: 'remove', path: '/list/0' }], { list: ['y'] }],
    [[{ op: 'remove', path: '/odd~1~0key' }], { 'odd/~key': undefined }],
    [[{ op: 'move', from: '/a/b', path: '/a/c' }], { a: { c: 1 } }],
    [[{ op: 'copy', from: '/a', path: '/z' }], { z: { b: 1 } }],
    [[{ op: 'test', path: '/a', value: { b: 1 } }], {}],
  ])('carries out %j', (patch, changed) => {
    expect(applyJsonPatch(document, patch)).toEqual({
      ...document,
      ...changed,
    });
  });

  it.each([
    [[{ op: 'test', path: '/a/b', value: 2 }], 'inapplicable'],
    [[{ op: 'remove', path: '/a/none' }], 'inapplicable'],
    [[{ op: 'add', path: '/none/a', value: 1 }], 'inapplicable'],
    [[{ op: 'add', path: '/list/7', value: 1 }], 'inapplicable'],
    [[{ op: 'odd', path: '/a' }], 'inapplicable'],
    [[{ op: 'add', path: 'a', value: 1 }], 'malformed'],
    [{}, 'malformed'],
  ])('refuses %j as %s', (patch, kind) => {
    let refusal: unknown;
    try {
      applyJsonPatch(document, patch);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(JsonPatchError);
    expect(refusal).toMatchObject({ kind });
  });

  it('leaves the document as it was', () => {
    const before = structuredClone(document);
    applyJsonPatch(document, [
      { op: 'add', path: '/list/-', value: 'z' },
      { op: 'remove', path: '/a/b' },
    ]);
    expect(document).toEqual(before);
  });
});
