import { ownerEntity, ownerName } from './owner';

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

describe('ownerName', () => {
  it.each([
    ['group:default/team-a', 'team-a'],
    ['group:research/team-a', 'research/team-a'],
    ['user:default/alice', 'user:alice'],
    ['unknown', 'unknown'],
  ])('reads %p as %p', (owner, name) => {
    expect(ownerName(owner)).toBe(name);
  });
});
