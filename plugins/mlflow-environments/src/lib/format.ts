const UNITS = [
  { name: 'year', size: 365 * 24 * 3600 },
  { name: 'month', size: 30 * 24 * 3600 },
  { name: 'day', size: 24 * 3600 },
  { name: 'hour', size: 3600 },
  { name: 'minute', size: 60 },
] as const;

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

/** Clocks of servers and browsers differ; what is nearer than this has just happened. */
const CLOCK_SKEW_SECONDS = 30;

/** "3 minutes ago", "in 6 days"; what is nearer than a minute is "just now" or "in a moment". */
export function formatRelativeTime(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const unit = unitOf(seconds);
  if (!unit) {
    return seconds > CLOCK_SKEW_SECONDS ? 'in a moment' : 'just now';
  }
  return relative.format(Math.trunc(seconds / unit.size), unit.name);
}

/** How long something has lasted: "3 minutes", "less than a minute". */
export function formatElapsed(since: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - since.getTime()) / 1000);
  const unit = unitOf(seconds);
  return unit
    ? formatCount(Math.trunc(seconds / unit.size), unit.name)
    : 'less than a minute';
}

function unitOf(seconds: number) {
  return UNITS.find(({ size }) => Math.abs(seconds) >= size);
}

export function formatAbsoluteTime(time: Date): string {
  return absolute.format(time);
}

/** A date, or nothing when the text isn't one. */
export function parseTime(text: string | undefined): Date | undefined {
  const time = new Date(text ?? NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** US dollars; cents only where they are most of the sum. */
export function formatDollars(dollars: number): string {
  const format = dollars !== 0 && dollars < 10 ? smallMoney : wholeMoney;
  return format.format(dollars);
}

export function formatMonthly(dollars: number): string {
  return `${formatDollars(dollars)} / month`;
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
