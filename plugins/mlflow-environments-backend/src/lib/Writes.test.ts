import { mockServices } from '@backstage/backend-test-utils';
import { Writes } from './Writes';

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
