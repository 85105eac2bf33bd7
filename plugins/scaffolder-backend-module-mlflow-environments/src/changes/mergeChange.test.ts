import { mergeChange } from './mergeChange';

const claim = 'environments/team-a/churn.yaml';
const kustomization = 'environments/team-a/kustomization.yaml';

describe('mergeChange', () => {
  it.each([
    ['a new file', undefined, 'a', undefined, 'a'],
    ['a new file that is there already', undefined, 'a', 'a', 'a'],
    ['a change of what it was made for', 'a', 'b', 'a', 'b'],
    ['a change that is there already', 'a', 'b', 'b', 'b'],
    ['a removal', 'a', undefined, 'a', undefined],
    ['a removal of what is gone', 'a', undefined, undefined, undefined],
  ])('takes %s', (_, base, content, theirs, result) => {
    expect(mergeChange({ path: claim, base, content }, theirs)).toBe(result);
  });

  it.each([
    ['appeared', undefined, 'a', 'b'],
    ['changed', 'a', 'b', 'c'],
    ['changed', 'a', 'b', undefined],
    ['changed', 'a', undefined, 'c'],
  ])('is a conflict when a claim %s', (what, base, content, theirs) => {
    expect(() => mergeChange({ path: claim, base, content }, theirs)).toThrow(
      `${claim} ${what} in the repository meanwhile`,
    );
  });

  it('adds to and removes from the resources that others changed', () => {
    const list = (...names: string[]) =>
      `resources:\n${names.map(name => `  - ${name}\n`).join('')}`;
    expect(
      mergeChange(
        {
          path: kustomization,
          base: list('old.yaml', 'kept.yaml'),
          content: list('kept.yaml', 'mine.yaml'),
        },
        list('old.yaml', 'kept.yaml', 'theirs.yaml'),
      ),
    ).toBe(list('kept.yaml', 'theirs.yaml', 'mine.yaml'));
  });

  it('adds to a kustomization that appeared', () => {
    expect(
      mergeChange(
        { path: kustomization, content: 'resources: [mine.yaml]\n' },
        'resources:\n  - theirs.yaml\n',
      ),
    ).toBe('resources:\n  - theirs.yaml\n  - mine.yaml\n');
  });

  it('is a conflict when a kustomization went', () => {
    expect(() =>
      mergeChange(
        { path: kustomization, base: 'a: 1\n', content: 'a: 2\n' },
        undefined,
      ),
    ).toThrow('changed in the repository meanwhile');
  });
});
