import { Link } from '@backstage/core-components';
import Breadcrumbs from '@material-ui/core/Breadcrumbs';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Health } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { environmentTone, isTroubled } from '../../lib/environmentStatus';
import { Notice } from '../Notice';
import { TimeAgo } from '../TimeAgo';

const useStyles = makeStyles(theme => ({
  path: { fontSize: 'inherit', color: theme.palette.text.primary },
  message: { margin: theme.spacing(1, 0), whiteSpace: 'pre-wrap' },
  hint: { fontWeight: 'bold' },
}));

export interface HealthCauseProps {
  health: Health;
  /** Where all resources are listed. */
  resourcesHref?: string;
}

/** Why an environment is as it is, and whose move it is. Nothing when nothing is known. */
export function HealthCause({ health, resourcesHref }: HealthCauseProps) {
  const classes = useStyles();
  const { cause, hint, status } = health;
  if (!cause && !hint) {
    return null;
  }
  return (
    <Notice
      tone={environmentTone(status)}
      title={isTroubled(status) ? 'What is wrong' : 'What holds it up'}
    >
      {cause && (
        <>
          <Breadcrumbs
            className={classes.path}
            aria-label="From the environment to the cause"
          >
            {cause.path.map(step => (
              <span key={`${step.kind}/${step.name}`}>
                {step.kind} <strong>{step.name}</strong>
              </span>
            ))}
          </Breadcrumbs>
          <Typography variant="body2" className={classes.message}>
            {cause.reason && <code>{cause.reason}</code>}
            {cause.reason && ': '}
            {cause.message}
            {cause.since && (
              <>
                {' '}
                (<TimeAgo time={cause.since} />)
              </>
            )}
          </Typography>
        </>
      )}
      {hint && (
        <Typography variant="body2" className={classes.hint}>
          {hint}
        </Typography>
      )}
      {resourcesHref && <Link to={resourcesHref}>See its resources</Link>}
    </Notice>
  );
}
