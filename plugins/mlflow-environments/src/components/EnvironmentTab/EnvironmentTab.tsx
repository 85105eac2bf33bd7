import { useState, type ReactNode } from 'react';
import { InfoCard } from '@backstage/core-components';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentDetail } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Banners } from '../Banners';
import { ConditionTable } from '../ConditionTable';
import { HealthCause } from '../HealthCause';
import { HealthSummary } from '../HealthSummary';
import { RequestStatus } from '../RequestStatus';
import { ResourceTable } from '../ResourceTable';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  panel: {
    display: 'grid',
    gap: theme.spacing(2),
    paddingTop: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
}));

const PANELS = ['Resources', 'Events', 'History', 'Definition'] as const;

export interface EnvironmentTabProps {
  environment: EnvironmentDetail;
  refreshError?: Error;
  renderEvents: () => ReactNode;
  renderHistory: () => ReactNode;
  /** The YAML of a composed resource, or of the environment itself, named `environment`. */
  renderManifest: (resource: string) => ReactNode;
}

/** Everything about one environment. What takes a call of its own is rendered once it is opened. */
export function EnvironmentTab({
  environment,
  refreshError,
  renderEvents,
  renderHistory,
  renderManifest,
}: EnvironmentTabProps) {
  const classes = useStyles();
  const [panel, setPanel] = useState(0);
  const { conditions, health, request, resources } = environment;
  const content = [
    () => (
      <ResourceTable
        resources={resources}
        conditions={conditions}
        opened={causeName(environment)}
        renderManifest={renderManifest}
      />
    ),
    renderEvents,
    renderHistory,
    () => (
      <>
        <ConditionTable conditions={conditions} />
        {renderManifest('environment')}
      </>
    ),
  ];
  return (
    <InfoCard
      title={environment.ref.name}
      titleTypographyProps={{ component: 'h2' }}
      subheader={`${environment.ref.namespace} in ${environment.ref.cluster}`}
    >
      <div className={classes.root}>
        <HealthSummary health={health} />
        {health.status === 'Pending' && request ? (
          <RequestStatus request={request} health={health} />
        ) : (
          <HealthCause health={health} />
        )}
        <Banners
          stale={environment.stale}
          reconcileError={environment.reconcileError}
          refreshError={refreshError}
        />
        <div>
          <Tabs
            value={panel}
            onChange={(_, chosen) => setPanel(chosen)}
            aria-label="About this environment"
            indicatorColor="primary"
          >
            {PANELS.map((label, index) => (
              <Tab
                key={label}
                label={label}
                id={`environment-tab-${index}`}
                aria-controls={`environment-panel-${index}`}
              />
            ))}
          </Tabs>
          <div
            role="tabpanel"
            id={`environment-panel-${panel}`}
            aria-labelledby={`environment-tab-${panel}`}
            className={classes.panel}
          >
            {content[panel]()}
          </div>
        </div>
      </div>
    </InfoCard>
  );
}

function causeName({ health }: EnvironmentDetail): string | undefined {
  const last = health.cause?.path[health.cause.path.length - 1];
  return last?.compositionResourceName;
}
