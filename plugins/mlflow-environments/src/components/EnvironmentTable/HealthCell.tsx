import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentSummary } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { environmentTone } from '../../lib/environmentStatus';
import { healthNotes } from '../../lib/healthNotes';
import { StatusLabel } from '../StatusLabel';

const useStyles = makeStyles({
  note: { minWidth: '10rem', maxWidth: '28rem' },
});

export interface HealthCellProps {
  environment: EnvironmentSummary;
}

/** The status, and under it in a few words what is remarkable about it. */
export function HealthCell({ environment }: HealthCellProps) {
  const classes = useStyles();
  const { status } = environment.health;
  return (
    <>
      <StatusLabel tone={environmentTone(status)} label={status} />
      {healthNotes(environment).map(note => (
        <Typography
          key={note}
          variant="caption"
          component="div"
          className={classes.note}
        >
          {note}
        </Typography>
      ))}
    </>
  );
}
