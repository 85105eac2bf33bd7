import { useMemo } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { useEnvironment } from '../../hooks';
import { environmentOfEntity } from '../../lib/entityEnvironment';
import { Loaded } from '../Loaded';
import { Notice } from '../Notice';
import { EnvironmentTab } from './EnvironmentTab';
import { OnDemandEvents, OnDemandHistory, OnDemandManifest } from './OnDemand';

/** The tab of the entity whose page this is. */
export function EntityEnvironmentTab() {
  const { entity } = useEntity();
  const { ref, problem } = useMemo(() => environmentOfEntity(entity), [entity]);
  return ref ? (
    <LiveEnvironmentTab environmentRef={ref} />
  ) : (
    <Notice tone="warning" title="No environment to show">
      {problem}
    </Notice>
  );
}

function LiveEnvironmentTab({
  environmentRef,
}: {
  environmentRef: EnvironmentRef;
}) {
  const environment = useEnvironment(environmentRef);
  return (
    <Loaded what="this environment" load={environment}>
      {(value, refreshError) => (
        <EnvironmentTab
          environment={value}
          refreshError={refreshError}
          renderEvents={() => (
            <OnDemandEvents environmentRef={environmentRef} />
          )}
          renderHistory={() => (
            <OnDemandHistory
              key={value.health.since}
              environmentRef={environmentRef}
            />
          )}
          renderManifest={resource => (
            <OnDemandManifest
              environmentRef={environmentRef}
              resource={resource}
            />
          )}
        />
      )}
    </Loaded>
  );
}
