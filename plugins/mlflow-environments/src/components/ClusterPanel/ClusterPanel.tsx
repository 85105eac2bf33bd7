import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import type { ClusterStatus } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  clusterCondition,
  formatLag,
  isTroubled,
  summarizeClusters,
} from '../../lib/clusterCondition';
import { ReadableTable } from '../ReadableTable';
import { StatusLabel } from '../StatusLabel';
import { TimeAgo } from '../TimeAgo';

const useStyles = makeStyles(theme => ({
  details: { padding: theme.spacing(0, 0, 1) },
  table: { width: '100%', minWidth: 0 },
  lag: { whiteSpace: 'nowrap' },
  note: { overflowWrap: 'anywhere', minWidth: '16rem' },
}));

export interface ClusterPanelProps {
  clusters: ClusterStatus[];
}

/** How well each cluster is known: a line when all is well, and opened when something isn't. */
export function ClusterPanel({ clusters }: ClusterPanelProps) {
  const classes = useStyles();
  const troubled = clusters.some(isTroubled);
  return (
    // Opened anew when trouble begins, and closed when it ends; in between it is the reader's.
    <Accordion
      key={String(troubled)}
      defaultExpanded={troubled}
      TransitionProps={{ unmountOnExit: true }}
    >
      <AccordionSummary
        expandIcon={<ExpandMoreIcon />}
        aria-controls="mlflow-environments-clusters"
      >
        <Typography variant="body1" component="h3">
          <StatusLabel
            tone={troubled ? 'warning' : 'good'}
            label={summarizeClusters(clusters)}
          />
        </Typography>
      </AccordionSummary>
      <AccordionDetails
        id="mlflow-environments-clusters"
        className={classes.details}
      >
        <div className={classes.table}>
          <ReadableTable label="Clusters">
            <TableHead>
              <TableRow>
                <TableCell>Cluster</TableCell>
                <TableCell>State</TableCell>
                <TableCell>For</TableCell>
                <TableCell>Last heard</TableCell>
                <TableCell align="right">Environments</TableCell>
                <TableCell>What it means</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {clusters.map(cluster => (
                <ClusterRow key={cluster.name} cluster={cluster} />
              ))}
            </TableBody>
          </ReadableTable>
        </div>
      </AccordionDetails>
    </Accordion>
  );
}

function ClusterRow({ cluster }: { cluster: ClusterStatus }) {
  const classes = useStyles();
  const { tone, label, meaning } = clusterCondition(cluster);
  const lag = formatLag(cluster.lagSeconds);
  return (
    <TableRow>
      <TableCell component="th" role="rowheader" scope="row">
        {cluster.title ?? cluster.name}
      </TableCell>
      <TableCell>
        <StatusLabel tone={tone} label={label} />
      </TableCell>
      <TableCell>
        <TimeAgo time={cluster.since} elapsed />
      </TableCell>
      <TableCell className={classes.lag}>{lag && `${lag} ago`}</TableCell>
      <TableCell align="right">{cluster.environments}</TableCell>
      <TableCell className={classes.note}>
        {[meaning, cluster.error].filter(Boolean).join(' ')}
      </TableCell>
    </TableRow>
  );
}
