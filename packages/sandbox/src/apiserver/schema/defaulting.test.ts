import { applyDefaults } from './defaulting';
import type { Schema } from './schema';

const schema: Schema = {
  type: 'object',
  properties: {
    a: { type: 'string', default: 'x' },
    nested: {
      type: 'object',
      default: {},
      properties: { b: { type: 'integer', default: 1 } },
    },
    absent: {
      type: 'object',
      properties: { c: { type: 'string', default: 'y' } },
    },
    list: {
      type: 'array',
      items: {
        type: 'object',
        properties: { d: { type: 'string', default: 'z' } },
      },
    },
    map: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: { e: { type: 'boolean', default: true } },
      },
    },
    nothing: { type: 'string', nullable: true, default: 'n' },
    plain: { type: 'string' },
  },
};

describe('applyDefaults', () => {
  it('fills in what is absent, and what a default brings in', () => {
    expect(applyDefaults({}, schema)).toEqual({
      a: 'x',
      nested: { b: 1 },
      nothing: 'n',
    });
  });

  it('does not create objects without a default', () => {
    expect(applyDefaults({}, schema).absent).toBeUndefined();
    expect(applyDefaults({ absent: {} }, schema).absent).toEqual({ c: 'y' });
  });

  it('reaches into lists and maps', () => {
    expect(
      applyDefaults({ list: [{}, { d: 'own' }], map: { k: {} } }, schema),
    ).toMatchObject({
      list: [{ d: 'z' }, { d: 'own' }],
      map: { k: { e: true } },
    });
  });

  it('replaces null where none is allowed, or drops it', () => {
    expect(
      applyDefaults({ a: null, plain: null, nothing: null }, schema),
    ).toEqual({ a: 'x', nested: { b: 1 }, nothing: null });
  });

  it('returns the same object when it is complete', () => {
    const complete = applyDefaults({ list: [{}] }, schema);
    expect(applyDefaults(complete, schema)).toBe(complete);
  });

  it('does not touch what it is given', () => {
    const given = { nested: {} };
    applyDefaults(given, schema);
    expect(given).toEqual({ nested: {} });
  });
});
