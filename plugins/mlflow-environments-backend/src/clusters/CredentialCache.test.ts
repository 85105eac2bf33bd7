import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import { CredentialCache } from './CredentialCache';

const MINUTE = 60_000;

function jwt(expiresAt: number): string {
  const payload = Buffer.from(JSON.stringify({ exp: expiresAt / 1000 }));
  return `header.${payload.toString('base64url')}.signature`;
}

describe('CredentialCache', () => {
  let now: number;
  let fetched: number;
  let tokens: string[];
  let cache: CredentialCache;

  beforeEach(() => {
    now = Date.parse('2026-01-01T00:00:00Z');
    fetched = 0;
    tokens = [];
    cache = new CredentialCache(
      async () => {
        fetched += 1;
        return {
          type: 'bearer token',
          token: tokens.shift() ?? `token-${fetched}`,
        };
      },
      () => now,
    );
  });

  it('fetches once for many', async () => {
    const all = await Promise.all([cache.get(), cache.get(), cache.get()]);
    expect(new Set(all).size).toBe(1);
    expect(await cache.get()).toBe(all[0]);
    expect(fetched).toBe(1);
  });

  it('fetches anew after five minutes', async () => {
    await cache.get();
    now += 5 * MINUTE - 1;
    await cache.get();
    expect(fetched).toBe(1);
    now += 1;
    await cache.get();
    expect(fetched).toBe(2);
  });

  it('fetches anew before a token expires', async () => {
    tokens = [jwt(now + 3 * MINUTE)];
    await cache.get();
    now += 2 * MINUTE - 1;
    await cache.get();
    expect(fetched).toBe(1);
    now += 1;
    await cache.get();
    expect(fetched).toBe(2);
  });

  it.each(['opaque', 'a.b.c', 'a.bnVsbA.c'])(
    'takes a token that says nothing about itself as it is: %s',
    async token => {
      tokens = [token];
      expect(await cache.get()).toEqual({ type: 'bearer token', token });
      await cache.get();
      expect(fetched).toBe(1);
    },
  );

  it('replaces a refused credential once, however many were refused with it', async () => {
    const refused = await cache.get();
    const replacements = await Promise.all([
      cache.replace(refused),
      cache.replace(refused),
    ]);
    replacements.push(await cache.replace(refused));
    expect(fetched).toBe(2);
    expect(new Set<KubernetesCredential>(replacements).size).toBe(1);
  });

  it('tries again after a failure', async () => {
    let fail = true;
    const flaky = new CredentialCache(async () => {
      if (fail) {
        throw new Error('no');
      }
      return { type: 'anonymous' };
    });
    await expect(flaky.get()).rejects.toThrow('no');
    fail = false;
    await expect(flaky.get()).resolves.toEqual({ type: 'anonymous' });
  });
});
