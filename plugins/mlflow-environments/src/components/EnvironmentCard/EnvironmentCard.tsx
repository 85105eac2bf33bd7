import type { PropsWithChildren } from 'react';
import { InfoCard } from '@backstage/core-components';
import type { EnvironmentSummary } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type { RefreshableLoad } from '../../hooks';
import { Loaded } from '../Loaded';
import { Notice } from '../Notice';
import { EnvironmentOverview } from './EnvironmentOverview';

export interface EnvironmentCardProps {
  environment: RefreshableLoad<EnvironmentSummary>;
  /** Where all resources, events and history are. */
  resourcesHref?: string;
  /** Where the environment can be taken away. */
  decommissionHref?: string;
}

/** The card of an entity that stands for an environment. */
export function EnvironmentCard({
  environment,
  resourcesHref,
  decommissionHref,
}: EnvironmentCardProps) {
  return (
    <Frame>
      <Loaded what="this environment" load={environment}>
        {(value, refreshError) => (
          <EnvironmentOverview
            environment={value}
            refreshError={refreshError}
            resourcesHref={resourcesHref}
            decommissionHref={decommissionHref}
          />
        )}
      </Loaded>
    </Frame>
  );
}

export interface EnvironmentCardProblemProps {
  problem: string;
}

/** The card of an entity that should stand for an environment but doesn't say for which. */
export function EnvironmentCardProblem({
  problem,
}: EnvironmentCardProblemProps) {
  return (
    <Frame>
      <Notice tone="warning" title="No environment to show">
        {problem}
      </Notice>
    </Frame>
  );
}

function Frame({ children }: PropsWithChildren<{}>) {
  return (
    <InfoCard
      title="MLflow environment"
      titleTypographyProps={{ component: 'h2' }}
    >
      {children}
    </InfoCard>
  );
}
