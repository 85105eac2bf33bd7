import {
  everybody,
  refusal,
  ruleCovers,
  TokenAuthorizer,
  type AccessRequest,
} from './authorizer';

function aRequest(more: Partial<AccessRequest> = {}): AccessRequest {
  return {
    user: { name: 'jane', groups: ['system:authenticated'] },
    verb: 'list',
    group: '',
    resource: 'pods',
    namespace: 'ns',
    name: '',
    path: '/api/v1/namespaces/ns/pods',
    ...more,
  };
}

const aPath = (path: string) =>
  aRequest({ verb: 'get', resource: '', namespace: '', path });

describe('ruleCovers', () => {
  it.each([
    [{}, true],
    [{ verbs: ['list', 'get'], resources: ['pods'] }, true],
    [{ verbs: ['watch'] }, false],
    [{ groups: ['apps'] }, false],
    [{ namespaces: ['other'] }, false],
    [{ names: ['a'] }, false],
    [{ verbs: ['*'], resources: ['*'], groups: ['*'] }, true],
    [{ nonResourceURLs: ['*'] }, false],
  ])('%j: %s', (rule, expected) => {
    expect(ruleCovers(rule, aRequest())).toBe(expected);
  });

  it('takes subresources for resources of their own', () => {
    const request = aRequest({ resource: 'pods/status' });
    expect(ruleCovers({ resources: ['pods'] }, request)).toBe(false);
    expect(ruleCovers({ resources: ['*/status'] }, request)).toBe(true);
  });

  it('matches paths by their beginning', () => {
    expect(ruleCovers({ nonResourceURLs: ['/api*'] }, aPath('/apis'))).toBe(
      true,
    );
    expect(ruleCovers({ resources: ['pods'] }, aPath('/apis'))).toBe(false);
  });
});

describe('TokenAuthorizer', () => {
  const authorizer = new TokenAuthorizer(
    [
      {
        token: 't',
        user: 'jane',
        deny: [{ verbs: ['list'], resources: ['secrets'] }],
      },
      { token: 'u', user: 'joe', allow: [{ resources: ['pods'] }] },
    ],
    [everybody],
  );
  const joe = { name: 'joe', groups: ['system:authenticated'] };

  it('allows what is not denied to who has no rules', () => {
    expect(authorizer.decide(aRequest()).allowed).toBe(true);
    expect(authorizer.decide(aRequest({ resource: 'secrets' })).allowed).toBe(
      false,
    );
  });

  it('allows to others what their rules say', () => {
    expect(authorizer.decide(aRequest({ user: joe })).allowed).toBe(true);
    expect(
      authorizer.decide(aRequest({ user: joe, resource: 'secrets' })).allowed,
    ).toBe(false);
  });

  it('gives everybody discovery, and strangers health alone', () => {
    const stranger = { name: 'system:anonymous', groups: [] };
    const asStranger = (path: string) =>
      authorizer.decide({ ...aPath(path), user: stranger }).allowed;
    expect(authorizer.decide({ ...aPath('/apis'), user: joe }).allowed).toBe(
      true,
    );
    expect(asStranger('/healthz')).toBe(true);
    expect(asStranger('/apis')).toBe(false);
  });
});

describe('refusal', () => {
  it('says who may not do what where', () => {
    expect(refusal(aRequest())).toBe(
      'User "jane" cannot list resource "pods" in API group "" in the namespace "ns"',
    );
    expect(refusal(aRequest({ namespace: '' }))).toContain(
      'at the cluster scope',
    );
    expect(refusal(aPath('/metrics'))).toBe(
      'User "jane" cannot get path "/metrics"',
    );
  });
});
