import { useState, type ReactNode } from 'react';
import IconButton from '@material-ui/core/IconButton';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import type { EnvironmentResource } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { resourceTone } from '../../lib/environmentStatus';
import { resourceKey, resourceTitle } from '../../lib/resources';
import { StatusLabel } from '../StatusLabel';
import { TimeAgo } from '../TimeAgo';
import { ResourceDetails } from './ResourceDetails';

export const RESOURCE_COLUMNS = ['Resource', 'Kind', 'Status', 'Since', 'Why'];

export interface ResourceRowProps {
  resource: EnvironmentResource;
  initiallyExpanded: boolean;
  renderManifest: (compositionResourceName: string) => ReactNode;
}

/** One resource, and under it on demand all that is known of it. */
export function ResourceRow({
  resource,
  initiallyExpanded,
  renderManifest,
}: ResourceRowProps) {
  const [expanded, setExpanded] = useState(initiallyExpanded);
  const title = resourceTitle(resource);
  const detailsId = `details-${resourceKey(resource)}`;
  return (
    <>
      <TableRow hover>
        <TableCell padding="checkbox">
          <IconButton
            size="small"
            aria-label={`Details of ${title}`}
            aria-expanded={expanded}
            aria-controls={expanded ? detailsId : undefined}
            onClick={() => setExpanded(now => !now)}
          >
            {expanded ? <ExpandLessIcon /> : <ExpandMoreIcon />}
          </IconButton>
        </TableCell>
        <TableCell component="th" role="rowheader" scope="row">
          {title}
        </TableCell>
        <TableCell>{resource.kind}</TableCell>
        <TableCell>
          <StatusLabel
            tone={resourceTone(resource.status)}
            label={resource.status}
          />
        </TableCell>
        <TableCell>
          <TimeAgo time={resource.since} />
        </TableCell>
        <TableCell>{resource.reason}</TableCell>
      </TableRow>
      {expanded && (
        <TableRow id={detailsId}>
          <TableCell />
          <TableCell colSpan={RESOURCE_COLUMNS.length}>
            <ResourceDetails
              resource={resource}
              renderManifest={renderManifest}
            />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
