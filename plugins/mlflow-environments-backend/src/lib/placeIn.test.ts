import fc from 'fast-check';
import { placeIn } from './placeIn';

describe('placeIn', () => {
  it('finds what is there at its index', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), numbers => {
        const ordered = numbers.sort((a, b) => a - b);
        ordered.forEach((number, index) =>
          expect(placeIn(ordered, other => other - number)).toBe(index),
        );
      }),
    );
  });

  it('puts what is not there between its neighbours', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer()),
        fc.integer(),
        (numbers, wanted) => {
          const ordered = numbers
            .filter(number => number !== wanted)
            .sort((a, b) => a - b);
          const before = ordered.filter(number => number < wanted).length;
          expect(placeIn(ordered, other => other - wanted)).toBe(before - 0.5);
        },
      ),
    );
  });
});
