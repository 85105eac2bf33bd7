import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { PlannedResource } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { formatList } from '../../lib/format';
import { groupByPart } from '../../lib/parts';

const useStyles = makeStyles(theme => ({
  parts: { display: 'grid', gap: theme.spacing(1.5) },
  list: {
    margin: 0,
    paddingLeft: theme.spacing(3),
    overflowWrap: 'anywhere',
  },
}));

export interface PlannedResourcesProps {
  resources: PlannedResource[];
}

/** What would be created, by part, with what waits for what. */
export function PlannedResources({ resources }: PlannedResourcesProps) {
  const classes = useStyles();
  return (
    <div className={classes.parts}>
      {groupByPart(resources).map(part => (
        <section key={part.id} aria-label={part.title}>
          <Typography variant="subtitle2" component="h4">
            {part.title}
          </Typography>
          <ul className={classes.list}>
            {part.resources.map(resource => (
              <Typography
                key={resource.compositionResourceName}
                variant="body2"
                component="li"
              >
                <strong>{resource.compositionResourceName}</strong>:{' '}
                {resource.kind}{' '}
                <code>{resource.externalName ?? resource.name}</code>
                {resource.waitsFor.length > 0 &&
                  `, after ${formatList(resource.waitsFor)}`}
                {resource.retained && '; kept when the environment is removed'}
              </Typography>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
