import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { HealthTransition } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { environmentTone } from '../../lib/environmentStatus';
import { formatCause } from '../../lib/formatCause';
import { StatusLabel } from '../StatusLabel';
import { TimeAgo } from '../TimeAgo';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  why: { flexBasis: '100%', overflowWrap: 'anywhere' },
}));

export interface HistoryListProps {
  transitions: HealthTransition[];
}

/** How the environment's health has changed, newest first. */
export function HistoryList({ transitions }: HistoryListProps) {
  const classes = useStyles();
  if (transitions.length === 0) {
    return (
      <Typography variant="body2">
        Its health has not changed since it was first seen.
      </Typography>
    );
  }
  return (
    <ol className={classes.list} aria-label="History">
      {transitions.map(transition => (
        <li key={`${transition.at} ${transition.to}`} className={classes.item}>
          <StatusLabel
            tone={environmentTone(transition.to)}
            label={transition.to}
          />
          <Typography variant="body2" color="textSecondary" component="span">
            <TimeAgo time={transition.at} />
            {transition.from && `, before that ${transition.from}`}
          </Typography>
          {transition.message && (
            <Typography
              variant="body2"
              component="span"
              className={classes.why}
            >
              {formatCause(transition)}
            </Typography>
          )}
        </li>
      ))}
    </ol>
  );
}
