import { breathe, eachInSlices } from './breathe';

function workForMs(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    // What keeps the process busy.
  }
}

describe('breathe', () => {
  it('lets others have their turn between pieces of long work', async () => {
    let othersTurns = 0;
    const others = setInterval(() => {
      othersTurns += 1;
    }, 0);
    const done: number[] = [];
    await eachInSlices([1, 2, 3, 4, 5, 6], item => {
      workForMs(5);
      done.push(item);
    });
    clearInterval(others);
    expect(done).toEqual([1, 2, 3, 4, 5, 6]);
    expect(othersTurns).toBeGreaterThan(0);
  });

  it('gives all who ask one pause', async () => {
    workForMs(10);
    expect(breathe()).toBeDefined();
    expect(breathe()).toBe(breathe());
    await breathe();
  });

  it('passes on what the work throws', async () => {
    await expect(
      eachInSlices([1], () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
  });
});
