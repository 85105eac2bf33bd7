import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Cost } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { formatList, formatMonthly } from '../../lib/format';
import { StatusLabel } from '../StatusLabel';

const useStyles = makeStyles(theme => ({
  items: {
    width: '100%',
    borderCollapse: 'collapse',
    '& th, & td': {
      textAlign: 'left',
      verticalAlign: 'top',
      fontWeight: 'inherit',
      padding: theme.spacing(0.25, 2, 0.25, 0),
    },
    '& td:last-child': { textAlign: 'right', whiteSpace: 'nowrap' },
  },
  summary: { cursor: 'pointer' },
  missing: { '& > span': { whiteSpace: 'normal' } },
}));

export interface CostEstimateProps {
  cost: Cost;
  /** Shows the items at once rather than on demand. */
  itemised?: boolean;
}

/** What an environment is estimated to cost, and whether the bill will say whose it is. */
export function CostEstimate({ cost, itemised = false }: CostEstimateProps) {
  const classes = useStyles();
  return (
    <Typography variant="body2" component="section" aria-label="Cost">
      <details open={itemised}>
        <summary className={classes.summary}>
          <strong>{formatMonthly(cost.monthly)}</strong>, estimated from list
          prices
        </summary>
        <table className={classes.items}>
          <tbody>
            {cost.items.map(item => (
              <tr key={item.label}>
                <th scope="row">{item.label}</th>
                <td>{item.note}</td>
                <td>{formatMonthly(item.monthly)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {cost.missingTags.length > 0 && (
        <div className={classes.missing}>
          <StatusLabel
            tone="warning"
            label={`Cost tags missing: ${formatList(
              cost.missingTags,
            )}. Without them nobody can tell whose bill this is.`}
          />
        </div>
      )}
    </Typography>
  );
}
