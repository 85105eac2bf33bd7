import fc from 'fast-check';
import { checkRepositoryPath, claimPath } from './claimPath';

const claim = { namespace: 'team-a', environmentID: 'churn' };

describe('claimPath', () => {
  it.each([
    [undefined, 'environments/team-a/churn.yaml'],
    ['clusters/prod/mlflow', 'clusters/prod/mlflow/team-a/churn.yaml'],
    ['environments/', 'environments/team-a/churn.yaml'],
    ['', 'team-a/churn.yaml'],
  ])('below %p is %p', (path, expected) => {
    expect(claimPath({ path, ...claim })).toBe(expected);
  });

  it.each([
    '..',
    '../x',
    'a/../b',
    'a/..',
    './a',
    'a//b',
    '/etc',
    'C:/x',
    'a\\..\\b',
    'a/%2e%2e/b',
    'a\u0000b',
    'a\nb',
    '.git/hooks',
    'x/.GIT',
    'a/b.',
    '~root',
    '․․/x',
  ])('refuses the folder %p', path => {
    expect(() => claimPath({ path, ...claim })).toThrow(
      /not a path inside the repository/,
    );
  });

  it.each(['../b', 'b/../../c', '', 'B', '.', '%2e', 'x'.repeat(64)])(
    'refuses the namespace %p',
    namespace => {
      expect(() => claimPath({ ...claim, namespace })).toThrow(
        /not the name of a namespace/,
      );
    },
  );

  it.each(['../x', 'a/b', '', '..', 'a.yaml', 'x'.repeat(41)])(
    'refuses the environmentID %p',
    environmentID => {
      expect(() => claimPath({ ...claim, environmentID })).toThrow(
        /cannot name an environment/,
      );
    },
  );
});

describe('checkRepositoryPath', () => {
  it('lets nothing through that a URL parser would resolve to something else', () => {
    const parts = fc.constantFrom('..', '.', 'a', '%2e', '/', '\\', '', 'ä');
    fc.assert(
      fc.property(fc.array(parts), words => {
        const path = words.join('/');
        try {
          checkRepositoryPath(path);
        } catch {
          return;
        }
        expect(new URL(path, 'http://host/').pathname).toBe(`/${path}`);
      }),
    );
  });
});
