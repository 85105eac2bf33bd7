import { managedFields } from './managedFields';

describe('managedFields', () => {
  it('names every field that somebody wrote, keyed lists by their keys', () => {
    expect(
      managedFields('example.com/v1', '2026-11-01T10:00:00Z', [
        {
          manager: 'provider',
          operation: 'Update',
          subresource: 'status',
          wrote: {
            status: {
              atProvider: { id: 'x', list: ['a'] },
              conditions: [{ type: 'Ready', status: 'True' }],
            },
          },
        },
      ]),
    ).toEqual([
      {
        manager: 'provider',
        operation: 'Update',
        apiVersion: 'example.com/v1',
        time: '2026-11-01T10:00:00Z',
        fieldsType: 'FieldsV1',
        subresource: 'status',
        fieldsV1: {
          'f:status': {
            'f:atProvider': { 'f:id': {}, 'f:list': {} },
            'f:conditions': {
              'k:{"type":"Ready"}': { '.': {}, 'f:type': {}, 'f:status': {} },
            },
          },
        },
      },
    ]);
  });
});
