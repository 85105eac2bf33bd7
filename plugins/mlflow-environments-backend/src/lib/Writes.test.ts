import { mockServices } from '@backstage/backend-test-utils';
import { Batch, Writes } from './Writes';

describe('Writes', () => {
  function setUp() {
    const logger = mockServices.logger.mock();
    const database = { isAway: false };
    const ping = async () => {
      if (database.isAway) {
        throw new Error('no connection');
      }
    };
    const writes = new Writes({ logger, ping });
    const written: string[] = [];
    const write = (text: string) =>
      writes.add(text, async () => {
        await ping();
        written.push(text);
      });
    return { database, logger, write, writes, written };
  }

  it('keeps their order', async () => {
    const { write, writes, written } = setUp();
    ['a', 'b', 'c'].forEach(write);
    await writes.settled();
    expect(written).toEqual(['a', 'b', 'c']);
  });

  it('waits for a database that is away, and says so once', async () => {
    const { database, logger, write, writes, written } = setUp();
    database.isAway = true;
    ['a', 'b', 'c'].forEach(write);
    setTimeout(() => {
      database.isAway = false;
    }, 50);
    await writes.settled();
    expect(written).toEqual(['a', 'b', 'c']);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.error).not.toHaveBeenCalled();
  });

  describe('of a batch', () => {
    function aBatch(writes: Writes, refuse: string[] = []) {
      const runs: string[][] = [];
      const batch: Batch<string> = {
        what: item => item,
        run: async items => {
          runs.push([...items]);
          if (items.some(item => refuse.includes(item))) {
            throw new Error('too long');
          }
        },
      };
      return { runs, add: (item: string) => writes.addTo(batch, item) };
    }

    it('go together while they wait, past other batches', async () => {
      const { writes } = setUp();
      const letters = aBatch(writes);
      const digits = aBatch(writes);
      for (const index of [1, 2, 3]) {
        letters.add('abc'[index - 1]);
        digits.add(String(index));
      }
      expect(writes.pending).toBe(6);
      await writes.settled();
      expect(letters.runs).toEqual([['a'], ['b', 'c']]);
      expect(digits.runs).toEqual([['1', '2', '3']]);
      expect(writes.pending).toBe(0);
    });

    it('stay in order with what is no batch', async () => {
      const { write, writes, written } = setUp();
      const { runs, add } = aBatch(writes);
      add('a');
      add('b');
      write('removal');
      add('c');
      await writes.settled();
      expect(runs).toEqual([['a'], ['b'], ['c']]);
      expect(written).toEqual(['removal']);
    });

    it('are tried one by one where they fail together, so that one spoils no other', async () => {
      const { logger, writes } = setUp();
      const { runs, add } = aBatch(writes, ['c']);
      ['a', 'b', 'c', 'd'].forEach(add);
      await writes.settled();
      expect(runs).toEqual([['a'], ['b', 'c', 'd'], ['b'], ['c'], ['d']]);
      expect(logger.error.mock.calls.map(([message]) => message)).toEqual([
        'Could not store c',
      ]);
    });
  });

  it('gives up what a database that is there does not take, and goes on', async () => {
    const { logger, write, writes, written } = setUp();
    writes.add('nonsense', async () => {
      throw new Error('too long');
    });
    write('a');
    await writes.settled();
    expect(written).toEqual(['a']);
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('waits for nothing once it is to stop', async () => {
    const { database, logger, write, writes, written } = setUp();
    database.isAway = true;
    ['a', 'b', 'c'].forEach(write);
    await writes.stop();
    expect(written).toEqual([]);
    expect(logger.error.mock.calls).toEqual([
      [
        '3 changes could not be stored, because the database could not be reached until the end',
      ],
    ]);
  });
});
