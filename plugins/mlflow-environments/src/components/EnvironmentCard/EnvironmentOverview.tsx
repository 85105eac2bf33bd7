import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentSummary } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { environmentFacts, environmentLinks } from '../../lib/environmentFacts';
import { canBeRemoved, showsConnection } from '../../lib/environmentStatus';
import { Banners } from '../Banners';
import { Connection } from '../Connection';
import { CostEstimate } from '../CostEstimate';
import { DecommissionLink } from '../DecommissionLink';
import { EnvironmentLinks } from '../EnvironmentLinks';
import { HealthCause } from '../HealthCause';
import { HealthSummary } from '../HealthSummary';
import { RequestStatus } from '../RequestStatus';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(9rem, 1fr))',
    gap: theme.spacing(1),
    margin: 0,
    '& dd': { margin: 0 },
  },
}));

export interface EnvironmentOverviewProps {
  environment: EnvironmentSummary;
  refreshError?: Error;
  resourcesHref?: string;
  /** Where the environment can be taken away. */
  decommissionHref?: string;
}

/** All that matters about one environment, the most urgent first. */
export function EnvironmentOverview({
  environment,
  refreshError,
  resourcesHref,
  decommissionHref,
}: EnvironmentOverviewProps) {
  const classes = useStyles();
  const { cost, health, parameters, request, trackingUri } = environment;
  return (
    <div className={classes.root}>
      <HealthSummary health={health} />
      {health.status === 'Pending' && request ? (
        <RequestStatus request={request} health={health} />
      ) : (
        <HealthCause health={health} resourcesHref={resourcesHref} />
      )}
      <Banners
        stale={environment.stale}
        reconcileError={environment.reconcileError}
        refreshError={refreshError}
      />
      {trackingUri && showsConnection(health.status) && (
        <Connection trackingUri={trackingUri} />
      )}
      <dl className={classes.facts}>
        {environmentFacts(parameters).map(({ label, value }) => (
          <div key={label}>
            <Typography variant="caption" color="textSecondary" component="dt">
              {label}
            </Typography>
            <Typography variant="body2" component="dd">
              {value}
            </Typography>
          </div>
        ))}
      </dl>
      {cost && <CostEstimate cost={cost} />}
      <EnvironmentLinks links={environmentLinks(environment)} />
      {decommissionHref && canBeRemoved(health.status) && (
        <DecommissionLink
          environmentRef={environment.ref}
          href={decommissionHref}
        />
      )}
    </div>
  );
}
