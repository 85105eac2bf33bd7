import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Preview } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { CodeBlock } from '../../components/CodeBlock';
import { CostEstimate } from '../../components/CostEstimate';
import { Notice } from '../../components/Notice';
import { formatCount } from '../../lib/format';
import { PlannedResources } from './PlannedResources';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  problems: { margin: 0, paddingLeft: theme.spacing(3) },
}));

export interface EnvironmentPreviewProps {
  preview: Preview;
}

/** What asking for the environment would bring about, before anybody does. */
export function EnvironmentPreview({ preview }: EnvironmentPreviewProps) {
  const classes = useStyles();
  const { claim, claimPath, cost, problems, resources } = preview;
  return (
    <div className={classes.root}>
      {problems.length > 0 && (
        <div role="alert">
          <Notice tone="bad" title="This would be refused">
            <ul className={classes.problems}>
              {problems.map(({ path, message }) => (
                <li key={`${path} ${message}`}>
                  <code>{path}</code>: {message}
                </li>
              ))}
            </ul>
            Go back and correct it.
          </Notice>
        </div>
      )}
      {cost && (
        <div>
          <Typography variant="h6" component="h3">
            What it costs
          </Typography>
          <CostEstimate cost={cost} itemised />
        </div>
      )}
      {resources.length > 0 && (
        <div>
          <Typography variant="h6" component="h3">
            What is created: {formatCount(resources.length, 'resource')}
          </Typography>
          <PlannedResources resources={resources} />
        </div>
      )}
      <div>
        <Typography variant="h6" component="h3">
          What is committed
        </Typography>
        <Typography variant="body2" paragraph>
          <code>{claimPath}</code>
        </Typography>
        <CodeBlock label="claim" code={claim} />
      </div>
    </div>
  );
}
