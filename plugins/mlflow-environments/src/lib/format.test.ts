import fc from 'fast-check';
import {
  formatCount,
  formatElapsed,
  formatList,
  formatMonthly,
  formatRelativeTime,
  parseTime,
  percentOf,
} from './format';

const now = new Date('2026-11-24T12:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('formatRelativeTime', () => {
  it.each([
    [0, 'just now'],
    [-59, 'just now'],
    [20, 'just now'],
    [59, 'in a moment'],
    [-60, '1 minute ago'],
    [-3 * 3600 - 59 * 60, '3 hours ago'],
    [-24 * 3600, 'yesterday'],
    [6 * 24 * 3600, 'in 6 days'],
    [-400 * 24 * 3600, 'last year'],
  ])('reads %p seconds from now as %p', (seconds, text) => {
    expect(formatRelativeTime(at(seconds), now)).toBe(text);
  });
});

describe('formatElapsed', () => {
  it.each([
    [20, 'less than a minute'],
    [-59, 'less than a minute'],
    [-60, '1 minute'],
    [-49 * 3600, '2 days'],
  ])('reads since %p seconds from now as %p', (seconds, text) => {
    expect(formatElapsed(at(seconds), now)).toBe(text);
  });
});

describe('parseTime', () => {
  it.each([undefined, '', 'yesterday', '2026-13-45'])(
    'finds no time in %p',
    text => {
      expect(parseTime(text)).toBeUndefined();
    },
  );
});

describe('formatMonthly', () => {
  it.each([
    [0, '$0 / month'],
    [0.46, '$0.46 / month'],
    [57.4, '$57 / month'],
    [1234, '$1,234 / month'],
  ])('writes %p as %p', (dollars, text) => {
    expect(formatMonthly(dollars)).toBe(text);
  });
});

describe('words', () => {
  it('counts', () => {
    expect(formatCount(0, 'resource')).toBe('0 resources');
    expect(formatCount(1, 'resource')).toBe('1 resource');
  });

  it('enumerates', () => {
    expect(formatList([])).toBe('');
    expect(formatList(['a'])).toBe('a');
    expect(formatList(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

describe('percentOf', () => {
  it('stays between 0 and 100 whatever a cluster counts', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (part, whole) => {
        const percent = percentOf(part, whole);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }),
    );
  });
});
