import { eventually } from '../__testUtils__/eventually';
import { silentLogger } from '../logger';
import { NextVisit, WorkQueue } from './workQueue';

/** A visit that lasts until the test lets it end. */
class Gate {
  private open: () => void = () => {};
  private readonly opened = new Promise<void>(resolve => {
    this.open = resolve;
  });

  pass(): void {
    this.open();
  }

  wait(): Promise<void> {
    return this.opened;
  }
}

describe('WorkQueue', () => {
  let queue: WorkQueue | undefined;

  afterEach(() => queue?.stop());

  const start = (handle: (key: string) => Promise<NextVisit>) => {
    queue = new WorkQueue(handle, { logger: silentLogger, firstRetryMs: 1 });
    return queue;
  };

  it('handles a key once that was added several times while it waited', async () => {
    const gate = new Gate();
    const visits: string[] = [];
    const started = start(async key => {
      visits.push(key);
      await gate.wait();
      return undefined;
    });
    started.add('a');

    started.add('a');
    started.add('a');
    expect(visits).toEqual(['a']);
    gate.pass();

    await eventually(() => visits.length === 2);
    await started.stop();
    expect(visits).toEqual(['a', 'a']);
  });

  it('handles different keys at the same time', async () => {
    const gate = new Gate();
    const visits: string[] = [];
    const started = start(async key => {
      visits.push(key);
      await gate.wait();
      return undefined;
    });

    started.add('a');
    started.add('b');

    expect(visits).toEqual(['a', 'b']);
    gate.pass();
  });

  it('comes back to a key whose handling failed', async () => {
    let attempts = 0;
    const started = start(async () => {
      attempts += 1;
      if (attempts < 3) {
        throw new Error('not yet');
      }
      return undefined;
    });

    started.add('a');

    await eventually(() => attempts === 3);
    expect(attempts).toBe(3);
  });

  it('comes back when the handler asks for it', async () => {
    let visits = 0;
    const started = start(async () => {
      visits += 1;
      return visits < 3 ? 1 : undefined;
    });

    started.add('a');

    await eventually(() => visits === 3);
  });

  it('waits for what is under way when it is stopped, and starts nothing more', async () => {
    const gate = new Gate();
    const ended: string[] = [];
    const started = start(async key => {
      await gate.wait();
      ended.push(key);
      return 0;
    });
    started.add('a');

    const stopped = started.stop();
    started.add('b');
    gate.pass();
    await stopped;

    expect(ended).toEqual(['a']);
  });
});
