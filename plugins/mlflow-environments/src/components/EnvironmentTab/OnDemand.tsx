import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import type { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mlflowEnvironmentsApiRef } from '../../api';
import { useLoad } from '../../hooks';
import { EventList } from '../EventList';
import { HistoryList } from '../HistoryList';
import { Loaded } from '../Loaded';
import { ManifestViewer } from '../ManifestViewer';

export interface OnDemandProps {
  /** The same object as long as it is the same environment. */
  environmentRef: EnvironmentRef;
}

/** Events are read from the cluster, so only when somebody asks. */
export function OnDemandEvents({ environmentRef }: OnDemandProps) {
  const api = useApi(mlflowEnvironmentsApiRef);
  const load = useCallback(
    () => api.listEvents(environmentRef),
    [api, environmentRef],
  );
  const events = useLoad(load);
  return (
    <Loaded what="its events" load={events}>
      {items => (
        <>
          <div>
            <Button size="small" variant="outlined" onClick={events.refresh}>
              Read again
            </Button>
          </div>
          <EventList events={items} />
        </>
      )}
    </Loaded>
  );
}

/** To be mounted anew when the environment comes to another status, for then its history has grown. */
export function OnDemandHistory({ environmentRef }: OnDemandProps) {
  const api = useApi(mlflowEnvironmentsApiRef);
  const load = useCallback(
    () => api.listHistory(environmentRef),
    [api, environmentRef],
  );
  return (
    <Loaded what="its history" load={useLoad(load)}>
      {transitions => <HistoryList transitions={transitions} />}
    </Loaded>
  );
}

export function OnDemandManifest({
  environmentRef,
  resource,
}: OnDemandProps & { resource: string }) {
  const api = useApi(mlflowEnvironmentsApiRef);
  const load = useCallback(
    () => api.getManifest(environmentRef, resource),
    [api, environmentRef, resource],
  );
  return <ManifestViewer manifest={useLoad(load)} />;
}
