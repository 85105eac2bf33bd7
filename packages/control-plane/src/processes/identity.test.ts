import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isRunning, startTimeOf } from './identity';

describe('the identity of a process', () => {
  it('tells a process that runs from one that has ended', async () => {
    const child = spawn('sleep', ['60']);
    const identity = identify(child.pid ?? 0);
    expect(identity && isRunning(identity)).toBe(true);

    child.kill();
    await once(child, 'close');

    expect(identity && isRunning(identity)).toBe(false);
  });

  it('is another one for a later process of the same pid', () => {
    const identity = identify(process.pid);
    expect(identity).toBeDefined();
    expect(isRunning({ pid: process.pid, startTime: 'earlier' })).toBe(false);
  });

  it('does not exist for a pid that nobody has', () => {
    // More than any system gives out.
    expect(identify(2 ** 30)).toBeUndefined();
  });

  it('is read past a program name with spaces and parentheses in it', () => {
    const stat = `42 (a (b) c) S ${Array.from({ length: 18 }, (_, i) => i).join(
      ' ',
    )} 4711 0`;

    expect(startTimeOf(stat)).toBe('4711');
  });

  it('does not exist for a process that only waits to be buried', () => {
    const stat = `42 (sleep) Z ${'0 '.repeat(18)}4711 0`;

    expect(startTimeOf(stat)).toBeUndefined();
  });
});
