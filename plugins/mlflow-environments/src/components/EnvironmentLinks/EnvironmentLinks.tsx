import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Link as EnvironmentLink } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
}));

export interface EnvironmentLinksProps {
  links: EnvironmentLink[];
}

/** Where else the environment can be seen: MLflow, Git, Argo CD, the consoles. */
export function EnvironmentLinks({ links }: EnvironmentLinksProps) {
  const classes = useStyles();
  if (links.length === 0) {
    return null;
  }
  return (
    <Typography
      variant="body2"
      component="ul"
      className={classes.list}
      aria-label="Links"
    >
      {links.map(link => (
        <li key={`${link.title} ${link.url}`}>
          <Link to={link.url}>{link.title}</Link>
        </li>
      ))}
    </Typography>
  );
}
