import { mockServices } from '@backstage/backend-test-utils';
import { setImmediate as settled } from 'node:timers/promises';
import { Outbox } from './Outbox';

describe('Outbox', () => {
  function setUp(publish: (word: string) => Promise<void>) {
    const logger = mockServices.logger.mock();
    return {
      logger,
      outbox: new Outbox<string>({ what: 'say a word', logger, publish }),
    };
  }

  it('publishes the newest word on a subject, after the one before it', async () => {
    const finished: Array<() => void> = [];
    const published: string[] = [];
    const { outbox } = setUp(word => {
      published.push(word);
      return new Promise(resolve => finished.push(resolve));
    });
    outbox.put('a', 'first');
    outbox.put('a', 'second');
    outbox.put('a', 'third');
    expect(published).toEqual(['first']);

    finished[0]();
    await settled();
    expect(published).toEqual(['first', 'third']);
  });

  it('publishes a limited number of words at a time, and all of them in the end', async () => {
    let atOnce = 0;
    let most = 0;
    const published: string[] = [];
    const { outbox } = setUp(async word => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await settled();
      atOnce -= 1;
      published.push(word);
    });
    for (let subject = 0; subject < 500; subject += 1) {
      outbox.put(String(subject), String(subject));
    }
    while (published.length < 500) {
      await settled();
    }
    expect(most).toBeLessThan(50);
    expect(new Set(published).size).toBe(500);
  });

  it('goes on after a word that could not be published, and says so', async () => {
    const published: string[] = [];
    const { outbox, logger } = setUp(async word => {
      if (word === 'refused') {
        throw new Error('no');
      }
      published.push(word);
    });
    outbox.put('a', 'refused');
    outbox.put('b', 'said');
    await settled();
    outbox.put('a', 'again');
    await settled();
    expect(published).toEqual(['said', 'again']);
    expect(logger.warn.mock.calls).toEqual([
      ['Could not say a word', expect.any(Error)],
    ]);
  });
});
