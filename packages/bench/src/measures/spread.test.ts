import fc from 'fast-check';
import { quantile, ratioOf, spreadOf } from './spread';

describe('spreadOf', () => {
  it('tells the middle and both ends', () => {
    expect(spreadOf([3, 1, 2])).toEqual({
      median: 2,
      min: 1,
      max: 3,
      samples: [3, 1, 2],
    });
    expect(spreadOf([1, 2]).median).toBe(1.5);
  });

  it('says so when there is nothing to tell', () => {
    expect(() => spreadOf([])).toThrow('There are no samples');
  });
});

describe('ratioOf', () => {
  it('is not moved by what disturbs both', () => {
    const busy = [1, 10, 10, 1, 1];
    const one = spreadOf(busy.map(factor => 3 * factor));
    const other = spreadOf(busy.map(factor => 2 * factor));
    expect(ratioOf(one, other)).toBeCloseTo(1.5);
  });

  it('is not moved by what disturbs one of them once', () => {
    expect(ratioOf(spreadOf([2, 20, 2]), spreadOf([1, 1, 1]))).toBe(2);
  });
});

describe('quantile', () => {
  it('lies between the smallest and the largest, and grows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, a, b) => {
          const sorted = [...values].sort((x, y) => x - y);
          const low = quantile(sorted, Math.min(a, b));
          const high = quantile(sorted, Math.max(a, b));
          expect(low).toBeGreaterThanOrEqual(sorted[0]);
          expect(high).toBeLessThanOrEqual(sorted[sorted.length - 1]);
          expect(low - high).toBeLessThanOrEqual(1e-6);
        },
      ),
    );
  });
});
