import type { PropsWithChildren } from 'react';
import Table from '@material-ui/core/Table';
import TableContainer from '@material-ui/core/TableContainer';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  // The app's theme breaks words to fit columns, which leaves names in pieces. A wide table scrolls.
  table: {
    '& th, & td': {
      wordBreak: 'normal',
      overflowWrap: 'break-word',
      lineHeight: 1.4,
      padding: theme.spacing(1),
    },
  },
}));

export interface ReadableTableProps {
  label: string;
}

/** A dense table whose words stay whole. */
export function ReadableTable({
  label,
  children,
}: PropsWithChildren<ReadableTableProps>) {
  const classes = useStyles();
  return (
    <TableContainer>
      <Table size="small" aria-label={label} className={classes.table}>
        {children}
      </Table>
    </TableContainer>
  );
}
