import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { CostEstimate } from '../../components/CostEstimate';
import { Notice } from '../../components/Notice';
import { PlannedResources } from '../../components/PlannedResources';
import { formatCount } from '../../lib/format';
import type { Removal } from '../../lib/removal';
import { describePublishing } from '../../lib/targets';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
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
  const { ref, cost, owner } = environment;
  return (
    <div className={classes.root}>
      <Notice tone="warning" title={`${ref.name} goes, whoever uses it`}>
        It is {environment.health.status} now, runs in the namespace{' '}
        {ref.namespace} of the cluster {ref.cluster}, and belongs to {owner}.{' '}
        {describePublishing(target.publish)}
      </Notice>
      <div>
        <Typography variant="h6" component="h3">
          {kept.length > 0
            ? `What stays: ${formatCount(kept.length, 'resource')}`
            : 'Nothing stays'}
        </Typography>
        {kept.length > 0 ? (
          <>
            <PlannedResources resources={kept} />
            <Typography variant="body2" paragraph>
              What stays goes on costing money until somebody reviews it.
            </Typography>
          </>
        ) : (
          <Typography variant="body2" paragraph>
            The database and the artifacts are deleted for good.
          </Typography>
        )}
      </div>
      {cost && <CostEstimate cost={cost} />}
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
