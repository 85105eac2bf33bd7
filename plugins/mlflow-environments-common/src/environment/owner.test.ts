import { parseOwner, resolveOwner } from './owner';

describe('parseOwner', () => {
  it.each([
    ['team-a', 'group:default/team-a'],
    ['  team-a ', 'group:default/team-a'],
    ['group:default/team-a', 'group:default/team-a'],
    ['group:research/team-a', 'group:research/team-a'],
    ['user:alice', 'user:default/alice'],
    ['Team-A', 'group:default/team-a'],
  ])('reads %p as %p', (text, ref) => {
    expect(parseOwner(text)).toBe(ref);
  });

  it.each([undefined, '', '  ', 'Jane Doe', 'a:b:c', '/', 'group:/x', '*'])(
    'knows no owner in %p',
    text => {
      expect(parseOwner(text)).toBeUndefined();
    },
  );
});

describe('resolveOwner', () => {
  it('prefers the claim, then the default, then says unknown', () => {
    expect(resolveOwner('team-a', 'platform')).toBe('group:default/team-a');
    expect(resolveOwner('Jane Doe', 'platform')).toBe('group:default/platform');
    expect(resolveOwner(undefined, undefined)).toBe('unknown');
  });
});
