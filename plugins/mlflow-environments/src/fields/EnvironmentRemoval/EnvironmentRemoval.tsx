import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { PlannedResource } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Notice } from '../../components/Notice';
import { formatCount, formatMonthly } from '../../lib/format';
import { ownerName } from '../../lib/owner';
import type { Removal } from '../../lib/removal';
import { describePublishing } from '../../lib/targets';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  list: {
    margin: 0,
    paddingLeft: theme.spacing(3),
    overflowWrap: 'anywhere',
  },
}));

export interface EnvironmentRemovalProps {
  id?: string;
  removal: Removal;
  /** What was typed to confirm. */
  typed: string;
  disabled?: boolean;
  onType: (typed: string) => void;
}

/** What goes and what stays when an environment is removed, and a name to be typed by somebody who has read that. */
export function EnvironmentRemoval(props: EnvironmentRemovalProps) {
  const classes = useStyles();
  const { id, removal, typed, disabled, onType } = props;
  const { environment, target, kept } = removal;
  const { ref, cost, health, owner } = environment;
  return (
    <div className={classes.root}>
      <Notice tone="warning" title={`${ref.name} stops for everybody`}>
        It is {health.status} now, runs in the namespace {ref.namespace} of the
        cluster {ref.cluster}, belongs to {ownerName(owner)}
        {cost && ` and costs ${formatMonthly(cost.monthly)}, estimated`}.{' '}
        {describePublishing(target.publish)}
      </Notice>
      {kept.length > 0 ? (
        <KeptResources resources={kept} />
      ) : (
        <div>
          <Typography variant="h6" component="h3">
            Nothing stays
          </Typography>
          <Typography variant="body2">
            The database and the artifacts are deleted for good.
          </Typography>
        </div>
      )}
      <TextField
        id={id}
        label={`Type ${ref.name} to confirm`}
        value={typed}
        required
        disabled={disabled}
        fullWidth
        margin="normal"
        inputProps={{
          autoComplete: 'off',
          autoCapitalize: 'none',
          spellCheck: false,
        }}
        onChange={event => onType(event.target.value)}
      />
    </div>
  );
}

function KeptResources({ resources }: { resources: PlannedResource[] }) {
  const classes = useStyles();
  return (
    <section aria-labelledby="kept-resources">
      <Typography variant="h6" component="h3" id="kept-resources">
        What stays: {formatCount(resources.length, 'resource')}
      </Typography>
      <ul className={classes.list}>
        {resources.map(
          ({ compositionResourceName, kind, externalName, name }) => (
            <Typography
              key={compositionResourceName}
              variant="body2"
              component="li"
            >
              {kind} <code>{externalName ?? name}</code>
            </Typography>
          ),
        )}
      </ul>
      <Typography variant="body2">
        They go on costing money until somebody reviews them. Everything else is
        deleted.
      </Typography>
    </section>
  );
}
