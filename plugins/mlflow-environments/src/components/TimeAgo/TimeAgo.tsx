import { useNow } from '../../hooks';
import {
  formatAbsoluteTime,
  formatRelativeTime,
  parseTime,
} from '../../lib/format';

const TICK_MS = 15_000;

export interface TimeAgoProps {
  /** ISO 8601. What isn't a time shows nothing. */
  time: string | undefined;
}

/** How long ago, or how soon; the exact time is in the title. */
export function TimeAgo({ time }: TimeAgoProps) {
  const now = useNow(TICK_MS);
  const parsed = parseTime(time);
  if (!parsed) {
    return null;
  }
  return (
    <time dateTime={parsed.toISOString()} title={formatAbsoluteTime(parsed)}>
      {formatRelativeTime(parsed, now)}
    </time>
  );
}
