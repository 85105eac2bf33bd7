import { useState, type ReactNode } from 'react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentResource } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { resourceTone } from '../../lib/environmentStatus';
import { resourceTitle } from '../../lib/resources';
import { ConditionTable } from '../ConditionTable';
import { Notice } from '../Notice';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 0),
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
}));

export interface ResourceDetailsProps {
  resource: EnvironmentResource;
  /** The YAML of the composed resource with this name, loaded once it is asked for. */
  renderManifest: (compositionResourceName: string) => ReactNode;
}

/** What is known of one resource beyond its row. */
export function ResourceDetails({
  resource,
  renderManifest,
}: ResourceDetailsProps) {
  const classes = useStyles();
  const [yamlShown, setYamlShown] = useState(false);
  const { apiVersion, compositionResourceName, externalName, hint, kind } =
    resource;
  return (
    <div className={classes.root}>
      {(resource.message || hint) && resource.status !== 'Ready' && (
        <Notice
          tone={resourceTone(resource.status)}
          title={resource.reason ?? resource.status}
        >
          {resource.message && <div>{resource.message}</div>}
          {hint && <strong>{hint}</strong>}
        </Notice>
      )}
      <Typography variant="body2">
        {kind} <code>{resource.name}</code> ({apiVersion})
        {externalName && (
          <>
            , external name <code>{externalName}</code>
          </>
        )}
      </Typography>
      <ConditionTable conditions={resource.conditions ?? []} />
      {kind === 'Secret' && (
        <Typography variant="body2">
          Secrets are never read, so there is no YAML to show.
        </Typography>
      )}
      {kind !== 'Secret' && compositionResourceName && (
        <div>
          <Button
            size="small"
            variant="outlined"
            aria-expanded={yamlShown}
            aria-label={`${yamlShown ? 'Hide' : 'Show'} YAML of ${resourceTitle(
              resource,
            )}`}
            onClick={() => setYamlShown(shown => !shown)}
          >
            {yamlShown ? 'Hide YAML' : 'Show YAML'}
          </Button>
          {yamlShown && renderManifest(compositionResourceName)}
        </div>
      )}
    </div>
  );
}
