import { makeStyles } from '@material-ui/core/styles';
import { useNow } from '../../hooks';
import {
  formatAbsoluteTime,
  formatElapsed,
  formatRelativeTime,
  parseTime,
} from '../../lib/format';

const TICK_MS = 15_000;

const useStyles = makeStyles({ time: { whiteSpace: 'nowrap' } });

export interface TimeAgoProps {
  /** ISO 8601. What isn't a time shows nothing. */
  time: string | undefined;
  /** Says for how long it has lasted rather than how long ago it began. */
  elapsed?: boolean;
}

/** A time relative to now; the exact one is in the title. */
export function TimeAgo({ time, elapsed = false }: TimeAgoProps) {
  const classes = useStyles();
  const now = useNow(TICK_MS);
  const parsed = parseTime(time);
  if (!parsed) {
    return null;
  }
  const format = elapsed ? formatElapsed : formatRelativeTime;
  return (
    <time
      className={classes.time}
      dateTime={parsed.toISOString()}
      title={formatAbsoluteTime(parsed)}
    >
      {format(parsed, now)}
    </time>
  );
}
