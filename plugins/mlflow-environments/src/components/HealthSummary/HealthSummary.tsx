import Chip from '@material-ui/core/Chip';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Health } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  environmentTone,
  explainStatus,
  isUnderWay,
} from '../../lib/environmentStatus';
import { percentOf } from '../../lib/format';
import { StatusLabel } from '../StatusLabel';
import { TimeAgo } from '../TimeAgo';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  word: { margin: 0 },
  chip: { margin: 0 },
  progress: { marginTop: theme.spacing(1) },
  bar: { height: 8, borderRadius: 4 },
}));

export interface HealthSummaryProps {
  health: Health;
}

/** The status, since when, and how far it has come. A screen reader hears when the status changes. */
export function HealthSummary({ health }: HealthSummaryProps) {
  const classes = useStyles();
  const { status, since, changing, progress } = health;
  return (
    <div>
      <div className={classes.line}>
        <Typography
          variant="h6"
          component="span"
          role="status"
          className={classes.word}
        >
          <StatusLabel tone={environmentTone(status)} label={status} />
        </Typography>
        {since && (
          <Typography variant="body2" color="textSecondary" component="span">
            for <TimeAgo time={since} elapsed />
          </Typography>
        )}
        {changing && (
          <Chip
            className={classes.chip}
            size="small"
            variant="outlined"
            label="A change is under way"
          />
        )}
      </div>
      <Typography variant="body2" color="textSecondary">
        {explainStatus(status)}
      </Typography>
      {isUnderWay(status) && (
        <div className={classes.progress}>
          <LinearProgress
            className={classes.bar}
            variant="determinate"
            value={percentOf(progress.ready, progress.total)}
            aria-label="Resources that are ready"
            aria-valuetext={`${progress.ready} of ${progress.total}`}
          />
          <Typography variant="body2">
            {progress.ready} of {progress.total} resources ready
          </Typography>
        </div>
      )}
    </div>
  );
}
