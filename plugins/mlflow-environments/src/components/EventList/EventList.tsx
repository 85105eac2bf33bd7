import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentEvent } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { formatCount } from '../../lib/format';
import { ReadableTable } from '../ReadableTable';
import { StatusLabel } from '../StatusLabel';
import { TimeAgo } from '../TimeAgo';

const useStyles = makeStyles({ message: { overflowWrap: 'anywhere' } });

export interface EventListProps {
  events: EnvironmentEvent[];
}

/** What Kubernetes has reported lately, newest first. */
export function EventList({ events }: EventListProps) {
  const classes = useStyles();
  if (events.length === 0) {
    return (
      <Typography variant="body2">
        No events. Kubernetes keeps them for about an hour.
      </Typography>
    );
  }
  return (
    <ReadableTable label="Events">
      <TableHead>
        <TableRow>
          <TableCell>Type</TableCell>
          <TableCell>Reason</TableCell>
          <TableCell>Object</TableCell>
          <TableCell>Message</TableCell>
          <TableCell>Last seen</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {events.map((event, index) => (
          // Events have no identity of their own, and this list is only ever replaced as a whole.
          <TableRow key={`${event.object.name}-${event.reason}-${index}`}>
            <TableCell>
              {event.type === 'Warning' ? (
                <StatusLabel tone="warning" label={event.type} />
              ) : (
                event.type
              )}
            </TableCell>
            <TableCell>{event.reason}</TableCell>
            <TableCell>
              {event.object.kind} {event.object.name}
            </TableCell>
            <TableCell className={classes.message}>{event.message}</TableCell>
            <TableCell>
              <TimeAgo time={event.lastTime} />
              {event.count > 1 && ` (${formatCount(event.count, 'time')})`}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </ReadableTable>
  );
}
