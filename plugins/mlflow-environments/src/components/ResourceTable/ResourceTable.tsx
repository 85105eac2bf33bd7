import type { ReactNode } from 'react';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Condition,
  EnvironmentResource,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { resourceTone } from '../../lib/environmentStatus';
import { conditionOfPart, groupByPart, worstStatus } from '../../lib/parts';
import { resourceKey, resourceTitle } from '../../lib/resources';
import { ReadableTable } from '../ReadableTable';
import { StatusLabel } from '../StatusLabel';
import { RESOURCE_COLUMNS, ResourceRow } from './ResourceRow';

const useStyles = makeStyles(theme => ({
  // Doubled to outrank the stripes of the app's theme.
  part: { '&&': { backgroundColor: theme.palette.action.selected } },
  partLine: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
  },
}));

export interface ResourceTableProps {
  resources: EnvironmentResource[];
  /** The environment's own conditions, which sum up its parts. */
  conditions: Condition[];
  /** Name in the composition of the resource to open at once, as the cause of trouble. */
  opened?: string;
  renderManifest: (compositionResourceName: string) => ReactNode;
}

/** The resources an environment consists of, by part. */
export function ResourceTable({
  resources,
  conditions,
  opened,
  renderManifest,
}: ResourceTableProps) {
  const classes = useStyles();
  if (resources.length === 0) {
    return (
      <Typography variant="body2">
        It has no resources yet. They appear once Crossplane has composed them.
      </Typography>
    );
  }
  return (
    <ReadableTable label="Resources">
      <TableHead>
        <TableRow>
          <TableCell padding="checkbox">Details</TableCell>
          {RESOURCE_COLUMNS.map(column => (
            <TableCell key={column}>{column}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      {groupByPart(resources).map(part => (
        <TableBody key={part.id}>
          <TableRow className={classes.part}>
            <TableCell
              component="th"
              role="rowheader"
              scope="rowgroup"
              colSpan={RESOURCE_COLUMNS.length + 1}
            >
              <div className={classes.partLine}>
                <strong>{part.title}</strong>
                <StatusLabel
                  tone={resourceTone(worstStatus(part.resources))}
                  label={worstStatus(part.resources)}
                />
                <span>
                  {whatIsMissing(conditionOfPart(part.id, conditions))}
                </span>
              </div>
            </TableCell>
          </TableRow>
          {part.resources.map(resource => (
            <ResourceRow
              key={resourceKey(resource)}
              resource={resource}
              initiallyExpanded={resourceTitle(resource) === opened}
              renderManifest={renderManifest}
            />
          ))}
        </TableBody>
      ))}
    </ReadableTable>
  );
}

/** That all is ready, the status says already. */
function whatIsMissing(condition: Condition | undefined): string | undefined {
  return condition?.status === 'True' ? undefined : condition?.message;
}
