const UNITS: ReadonlyArray<[Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'long',
});
const wholeMoney = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 0,
});
const smallMoney = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
});

/** "3 minutes ago", "in 6 days"; what is nearer than a minute is "just now" or "in a moment". */
export function formatRelativeTime(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  if (!unit) {
    return seconds > 0 ? 'in a moment' : 'just now';
  }
  return relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

export function formatAbsoluteTime(time: Date): string {
  return absolute.format(time);
}

/** A date, or nothing when the text isn't one. */
export function parseTime(text: string | undefined): Date | undefined {
  const time = new Date(text ?? NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** US dollars a month; cents only where they are most of the sum. */
export function formatMonthly(dollars: number): string {
  const format = dollars !== 0 && dollars < 10 ? smallMoney : wholeMoney;
  return `${format.format(dollars)} / month`;
}

export function formatCount(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? '' : 's'}`;
}

/** "a", "a and b", "a, b and c". */
export function formatList(words: readonly string[]): string {
  if (words.length < 2) {
    return words.join('');
  }
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** Part of the whole in percent, as a progress bar wants it: 0 when there is nothing to count. */
export function percentOf(part: number, whole: number): number {
  if (whole <= 0) {
    return 0;
  }
  return Math.round((100 * Math.min(part, whole)) / whole);
}
