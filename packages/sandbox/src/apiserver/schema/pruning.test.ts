import fc from 'fast-check';
import { pruneObject } from './pruning';
import type { Schema } from './schema';

const schema: Schema = {
  type: 'object',
  properties: {
    known: { type: 'string' },
    list: {
      type: 'array',
      items: { type: 'object', properties: { a: { type: 'string' } } },
    },
    map: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: { a: { type: 'string' } },
      },
    },
    free: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { strict: { type: 'object', properties: {} } },
    },
    embedded: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: {},
    },
  },
};

describe('pruneObject', () => {
  it('drops what the schema does not name, and says what', () => {
    const { value, unknownFields } = pruneObject(
      {
        apiVersion: 'v1',
        kind: 'K',
        metadata: { anything: 1 },
        known: 'a',
        extra: 1,
        list: [{ a: '1', b: '2' }],
        map: { any: { a: '1', b: '2' } },
      },
      schema,
    );
    expect(value).toEqual({
      apiVersion: 'v1',
      kind: 'K',
      metadata: { anything: 1 },
      known: 'a',
      list: [{ a: '1' }],
      map: { any: { a: '1' } },
    });
    expect(unknownFields).toEqual(['extra', 'list[0].b', 'map.any.b']);
  });

  it('keeps what may be unknown, but not inside what is known', () => {
    expect(
      pruneObject({ free: { any: { x: 1 }, strict: { y: 1 } } }, schema).value,
    ).toEqual({ free: { any: { x: 1 }, strict: {} } });
  });

  it('keeps the type and metadata of embedded resources', () => {
    const embedded = { apiVersion: 'v1', kind: 'K', metadata: { name: 'a' } };
    expect(
      pruneObject({ embedded: { ...embedded, spec: 1 } }, schema).value,
    ).toEqual({ embedded });
  });

  it('finds nothing more to drop the second time', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), object => {
        const once = pruneObject(JSON.parse(JSON.stringify(object)), schema);
        const twice = pruneObject(once.value, schema);
        expect(twice.value).toEqual(once.value);
        expect(twice.unknownFields).toEqual([]);
      }),
    );
  });
});
