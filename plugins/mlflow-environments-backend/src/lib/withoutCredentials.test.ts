import { withoutCredentials } from './withoutCredentials';

describe('withoutCredentials', () => {
  it.each([
    [
      'https://user:secret@git.example.com/a.git',
      'https://git.example.com/a.git',
    ],
    ['https://token@git.example.com/a.git', 'https://git.example.com/a.git'],
    ['git@github.com:acme/claims.git', 'github.com:acme/claims.git'],
    ['http://mlflow.team-a.svc:5000', 'http://mlflow.team-a.svc:5000'],
  ])('makes of %s %s', (text, plain) => {
    expect(withoutCredentials(text)).toBe(plain);
  });
});
