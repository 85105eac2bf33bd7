import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readEnvironmentsConfig } from './config';

const TARGET = {
  name: 'main',
  cluster: 'one',
  cloneUrl: 'https://git.example.com/claims.git',
  namespaces: ['team-a'],
};

function read(mlflowEnvironments?: JsonObject) {
  return readEnvironmentsConfig(
    mockServices.rootConfig({ data: { mlflowEnvironments } }),
  );
}

describe('readEnvironmentsConfig', () => {
  it('needs nothing to be configured', () => {
    expect(read()).toMatchObject({
      targets: [],
      defaultOwner: undefined,
      requests: { reservedForMs: 1_800_000, pendingForMs: 1_209_600_000 },
      permissions: { decisionCacheMs: 10_000 },
      notifications: { holdForMs: 120_000 },
      links: { argocd: undefined },
      prices: { artifactsGbMonthly: 0.023 },
    });
  });

  it('reads what is configured', () => {
    expect(
      read({
        targets: [{ ...TARGET, path: '/claims/ml/', publish: 'push' }],
        requests: { reservedFor: { minutes: 5 }, pendingFor: '2d' },
        permissions: { decisionCacheSeconds: 0 },
        prices: { databaseMonthly: { M10: 40 } },
      }),
    ).toMatchObject({
      targets: [
        { ...TARGET, branch: 'main', path: 'claims/ml', publish: 'push' },
      ],
      requests: { reservedForMs: 300_000, pendingForMs: 172_800_000 },
      permissions: { decisionCacheMs: 0 },
      prices: { databaseMonthly: { M10: 40, M20: 146 } },
    });
  });

  it.each([
    [
      'credentials in a clone URL',
      { cloneUrl: 'https://u:p@git/x' },
      'integrations',
    ],
    ['a clone URL of another kind', { cloneUrl: 'git@host:x' }, 'http(s)'],
    ['a path that leaves the repository', { path: 'a/../../b' }, 'inside'],
    ['an unknown way to publish', { publish: 'mail' }, 'publish of main'],
  ])('refuses %s', (_, wrong, part) => {
    expect(() => read({ targets: [{ ...TARGET, ...wrong }] })).toThrow(part);
  });

  it('refuses two targets of one name, and negative amounts', () => {
    expect(() => read({ targets: [TARGET, TARGET] })).toThrow('two targets');
    expect(() => read({ prices: { assumedArtifactsGb: -1 } })).toThrow(
      'negative',
    );
  });
});
