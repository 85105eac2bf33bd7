import { parseResourcePath } from './requestInfo';

const nothing = {
  group: '',
  version: 'v1',
  namespace: '',
  name: '',
  subresource: '',
  isWatchPath: false,
};

describe('parseResourcePath', () => {
  it.each([
    ['/api/v1/pods', { plural: 'pods' }],
    ['/api/v1/namespaces', { plural: 'namespaces' }],
    ['/api/v1/namespaces/a', { plural: 'namespaces', name: 'a' }],
    [
      '/api/v1/namespaces/a/finalize',
      { plural: 'namespaces', name: 'a', subresource: 'finalize' },
    ],
    ['/api/v1/namespaces/a/pods', { plural: 'pods', namespace: 'a' }],
    [
      '/apis/apps/v1/namespaces/a/deployments/d/status',
      {
        group: 'apps',
        plural: 'deployments',
        namespace: 'a',
        name: 'd',
        subresource: 'status',
      },
    ],
    [
      '/apis/apps/v1/watch/deployments',
      { group: 'apps', plural: 'deployments', isWatchPath: true },
    ],
    ['/api/v1/nodes/a%2Fb', { plural: 'nodes', name: 'a/b' }],
  ])('reads %s', (path, expected) => {
    expect(parseResourcePath(path)).toEqual({ ...nothing, ...expected });
  });

  it.each([
    '/',
    '/api',
    '/api/v1',
    '/apis/apps/v1',
    '/version',
    '/apis/apps/v1/deployments/a/b/c',
  ])('knows that %s is no resource', path => {
    expect(parseResourcePath(path)).toBeUndefined();
  });
});
