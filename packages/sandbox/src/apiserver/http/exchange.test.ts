import { negotiate } from './exchange';

const META = 'g=meta.k8s.io;v=v1';

describe('negotiate', () => {
  it.each([
    [undefined, ''],
    ['*/*', ''],
    ['application/vnd.kubernetes.protobuf, application/json', ''],
    [
      `application/json;as=PartialObjectMetadata;${META}`,
      'PartialObjectMetadata',
    ],
    [`application/json;as=Table;${META}, application/json`, 'Table'],
    ['application/json;as=Other;g=meta.k8s.io;v=v1, application/json', ''],
  ])('answers %s with %s', (accept, as) => {
    expect(negotiate(accept, 'object')).toEqual({ as });
  });

  it.each([
    ['text/html', 'object'],
    [`application/json;as=PartialObjectMetadataList;${META}`, 'object'],
    [`application/json;as=PartialObjectMetadata;${META}`, 'list'],
  ] as const)('cannot answer %s of an %s', (accept, of) => {
    expect(() => negotiate(accept, of)).toThrow(
      expect.objectContaining({ code: 406 }),
    );
  });
});
