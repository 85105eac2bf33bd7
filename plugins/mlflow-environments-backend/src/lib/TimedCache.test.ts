import { TimedCache } from './TimedCache';

describe('TimedCache', () => {
  function setUp(options: { keptForMs?: number; maxEntries?: number } = {}) {
    const clock = { now: 0 };
    const cache = new TimedCache<number>({
      keptForMs: 100,
      maxEntries: 10,
      now: () => clock.now,
      ...options,
    });
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return asked;
    };
    return { cache, clock, ask };
  }

  it('asks once for as long as the answer is kept', async () => {
    const { cache, clock, ask } = setUp();
    expect(await cache.get('a', ask)).toBe(1);
    clock.now = 99;
    expect(await cache.get('a', ask)).toBe(1);
    clock.now = 100;
    expect(await cache.get('a', ask)).toBe(2);
  });

  it('lets those who ask at the same time share one answer', async () => {
    const { cache, ask } = setUp();
    expect(
      await Promise.all([cache.get('a', ask), cache.get('a', ask)]),
    ).toEqual([1, 1]);
  });

  it('keeps nothing when told to keep it for no time', async () => {
    const { cache, ask } = setUp({ keptForMs: 0 });
    await cache.get('a', ask);
    expect(await cache.get('a', ask)).toBe(2);
  });

  it('keeps no failure', async () => {
    const { cache, ask } = setUp();
    await expect(
      cache.get('a', async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await cache.get('a', ask)).toBe(1);
  });

  it('gives up the answer kept longest when there are too many', async () => {
    const { cache, ask } = setUp({ maxEntries: 2 });
    await cache.get('a', ask);
    await cache.get('b', ask);
    await cache.get('c', ask);
    expect(await cache.get('b', ask)).toBe(2);
    expect(await cache.get('a', ask)).toBe(4);
  });
});
