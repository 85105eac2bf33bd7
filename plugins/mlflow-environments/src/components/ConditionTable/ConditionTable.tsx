import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { Condition } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { ReadableTable } from '../ReadableTable';
import { TimeAgo } from '../TimeAgo';

const useStyles = makeStyles({ message: { overflowWrap: 'anywhere' } });

export interface ConditionTableProps {
  conditions: Condition[];
}

/** Conditions as the control plane wrote them. */
export function ConditionTable({ conditions }: ConditionTableProps) {
  const classes = useStyles();
  if (conditions.length === 0) {
    return <span>It has no conditions.</span>;
  }
  return (
    <ReadableTable label="Conditions">
      <TableHead>
        <TableRow>
          <TableCell>Condition</TableCell>
          <TableCell>Status</TableCell>
          <TableCell>Reason</TableCell>
          <TableCell>Message</TableCell>
          <TableCell>Since</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {conditions.map(condition => (
          <TableRow key={condition.type}>
            <TableCell component="th" role="rowheader" scope="row">
              {condition.type}
            </TableCell>
            <TableCell>{condition.status}</TableCell>
            <TableCell>{condition.reason}</TableCell>
            <TableCell className={classes.message}>
              {condition.message}
            </TableCell>
            <TableCell>
              <TimeAgo time={condition.lastTransitionTime} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </ReadableTable>
  );
}
