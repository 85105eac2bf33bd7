import fc from 'fast-check';
import { checkName } from './name';

describe('checkName', () => {
  it.each(['a', '7', 'churn-model', 'dev-team-a-project', 'x'.repeat(40)])(
    'accepts %p',
    name => {
      expect(checkName(name)).toBeUndefined();
    },
  );

  it.each([
    ['', /required/],
    ['x'.repeat(41), /at most 40 characters, this one has 41/],
    ['-a', /begins and ends/],
    ['a-', /begins and ends/],
    ['My Model', /like "my-model"/],
    ['Größe', /like "gro-e"/],
    ['a.b', /like "a-b"/],
    ['***', /lower-case letters, digits and hyphens\.$/],
    ['a\n', /lower-case letters/],
  ])('says what is wrong with %p', (name, sentence) => {
    expect(checkName(name)).toMatch(sentence);
  });

  it('suggests only names that it accepts itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), name => {
        const suggestion = /like "(.*)"/.exec(checkName(name) ?? '')?.[1];
        expect(
          suggestion === undefined ? undefined : checkName(suggestion),
        ).toBeUndefined();
      }),
    );
  });
});
