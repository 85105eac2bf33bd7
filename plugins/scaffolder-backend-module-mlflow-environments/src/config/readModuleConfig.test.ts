import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readModuleConfig } from './readModuleConfig';

const target = {
  name: 'demo',
  cluster: 'sandbox',
  cloneUrl: 'https://git.example.com/claims.git',
  namespaces: ['team-a'],
};

const read = (...targets: JsonObject[]) =>
  readModuleConfig(new ConfigReader({ mlflowEnvironments: { targets } }));

describe('readModuleConfig', () => {
  it('fills in what a target leaves out', () => {
    expect(read(target)).toEqual({
      targets: [
        {
          ...target,
          branch: 'main',
          path: 'environments',
          publish: 'pull-request',
        },
      ],
      commitAuthor: undefined,
    });
  });

  it('starts without a target', () => {
    expect(readModuleConfig(new ConfigReader({})).targets).toEqual([]);
  });

  it.each([
    ['/clusters/demo/', 'clusters/demo'],
    ['./', ''],
  ])('reads the path %p as %p', (path, expected) => {
    expect(read({ ...target, path }).targets[0].path).toBe(expected);
  });

  it.each([
    [{ cloneUrl: 'git@example.com:claims.git' }, 'cloneUrl must be the http'],
    [
      { cloneUrl: 'https://token@example.com/claims.git' },
      'cloneUrl carries credentials',
    ],
    [{ cloneUrl: 'https://example.com/claims?token=x' }, 'must have no query'],
    [{ path: '../outside' }, 'targets[0].path'],
    [{ path: 'a/../../b' }, 'targets[0].path'],
    [{ path: 'a/.git/hooks' }, 'targets[0].path'],
    [{ branch: 'a b' }, 'targets[0].branch is "a b"'],
    [{ publish: 'yes' }, "publish is 'yes', it can be pull-request or push"],
    [{ namespaces: undefined }, 'namespaces'],
  ])('refuses %j', (wrong, message) => {
    expect(() => read({ ...target, ...wrong })).toThrow(message);
  });

  it('refuses two targets of one name', () => {
    expect(() => read(target, target)).toThrow("two targets named 'demo'");
  });

  it('never repeats the credentials it refuses', () => {
    const cloneUrl = 'https://user:hidden@example.com/claims.git';
    const readWrong = () => read({ ...target, cloneUrl });

    expect(readWrong).toThrow('cloneUrl carries credentials');
    expect(readWrong).not.toThrow('hidden');
  });
});
