import { EntityRefLink } from '@backstage/plugin-catalog-react';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import {
  formatEnvironmentRef,
  type EnvironmentSummary,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { formatDollars } from '../../lib/format';
import type { OrderField } from '../../lib/listQuery';
import { ReadableTable } from '../ReadableTable';
import { OwnerLink } from '../OwnerLink';
import { TimeAgo } from '../TimeAgo';
import { HealthCell } from './HealthCell';

const useStyles = makeStyles(theme => ({
  name: { fontSize: theme.typography.body1.fontSize, minWidth: '8rem' },
  number: { textAlign: 'right', whiteSpace: 'nowrap' },
}));

const COLUMNS: Array<{ title: string; order: OrderField }> = [
  { title: 'Name', order: 'name' },
  { title: 'Status', order: 'status' },
  { title: 'Since', order: 'since' },
  { title: 'Stage', order: 'stage' },
  { title: 'Owner', order: 'owner' },
  { title: 'Namespace', order: 'namespace' },
  { title: 'Cluster', order: 'cluster' },
];

export interface EnvironmentTableProps {
  environments: EnvironmentSummary[];
  orderField: OrderField;
  orderDirection: 'asc' | 'desc';
  /** Only worth a column where there are several. */
  clusterShown: boolean;
  onOrder: (field: OrderField) => void;
}

/** One environment a row, ordered by the backend. */
export function EnvironmentTable({
  environments,
  orderField,
  orderDirection,
  clusterShown,
  onOrder,
}: EnvironmentTableProps) {
  const classes = useStyles();
  const columns = COLUMNS.filter(
    ({ order }) => order !== 'cluster' || clusterShown,
  );
  return (
    <ReadableTable label="MLflow environments">
      <TableHead>
        <TableRow>
          {columns.map(({ title, order }) => (
            <TableCell
              key={title}
              sortDirection={order === orderField ? orderDirection : false}
            >
              <TableSortLabel
                active={order === orderField}
                direction={order === orderField ? orderDirection : 'asc'}
                onClick={() => onOrder(order)}
              >
                {title}
              </TableSortLabel>
            </TableCell>
          ))}
          <TableCell className={classes.number}>$ a month</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {environments.map(environment => (
          <TableRow key={formatEnvironmentRef(environment.ref)} hover>
            <TableCell
              component="th"
              role="rowheader"
              scope="row"
              className={classes.name}
            >
              <EntityRefLink
                entityRef={environment.entityRef}
                title={environment.ref.name}
                hideIcon
              />
            </TableCell>
            <TableCell>
              <HealthCell environment={environment} />
            </TableCell>
            <TableCell>
              <TimeAgo time={environment.health.since} />
            </TableCell>
            <TableCell>{stageOf(environment)}</TableCell>
            <TableCell>
              <OwnerLink owner={environment.owner} />
            </TableCell>
            <TableCell>{environment.ref.namespace}</TableCell>
            {clusterShown && <TableCell>{environment.ref.cluster}</TableCell>}
            <TableCell className={classes.number}>
              {environment.cost && formatDollars(environment.cost.monthly)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </ReadableTable>
  );
}

function stageOf({ parameters }: EnvironmentSummary): string {
  return typeof parameters.stage === 'string' ? parameters.stage : '';
}
