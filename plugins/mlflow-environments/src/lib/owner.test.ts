import { ownerEntity } from './owner';

describe('ownerEntity', () => {
  it('knows an entity from a word', () => {
    expect(ownerEntity('group:default/team-a')).toEqual({
      kind: 'group',
      namespace: 'default',
      name: 'team-a',
    });
    expect(ownerEntity('unknown')).toBeUndefined();
  });
});
