import fc from 'fast-check';
import { shared } from './shared';

describe('shared', () => {
  it('gives equal values the same place in memory', () => {
    const first = shared({ owner: 'team-a', tags: ['x'] });
    expect(shared({ owner: 'team-a', tags: ['x'] })).toBe(first);
    expect(shared({ owner: 'team-b', tags: ['x'] })).not.toBe(first);
  });

  it('never gives anything but an equal value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const copy = JSON.parse(JSON.stringify(value));
        expect(shared(copy)).toEqual(copy);
      }),
    );
  });

  it('leaves alone what is too long to be said twice', () => {
    const message = 'x'.repeat(1_000);
    const value = { message };
    shared({ message });
    expect(shared(value)).toBe(value);
  });
});
