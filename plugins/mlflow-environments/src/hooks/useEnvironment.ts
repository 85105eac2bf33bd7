import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  EnvironmentDetail,
  EnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mlflowEnvironmentsApiRef } from '../api';
import { useLoad, type RefreshableLoad } from './useLoad';
import { useLiveRefresh, type EnvironmentSignal } from './useLiveRefresh';

const OWN_SIGNAL_DELAY_MS = 150;
const FOREIGN_SIGNAL_DELAY_MS = 1_000;

/** One environment with its resources, kept up to date. */
export function useEnvironment({
  cluster,
  namespace,
  name,
}: EnvironmentRef): RefreshableLoad<EnvironmentDetail> {
  const api = useApi(mlflowEnvironmentsApiRef);
  const load = useCallback(
    () => api.getEnvironment({ cluster, namespace, name }),
    [api, cluster, namespace, name],
  );
  const environment = useLoad(load);
  useLiveRefresh({
    refresh: environment.refresh,
    delayOf: signal => delayAfter(signal, environment.value),
  });
  return environment;
}

/** When to read the environment again after a signal; undefined when it is about another one. */
export function delayAfter(
  signal: EnvironmentSignal,
  known: EnvironmentDetail | undefined,
): number | undefined {
  // A request gets another uid once a cluster has it, and what isn't there yet has none.
  if (!known || (known.request && known.uid !== signal.uid)) {
    return FOREIGN_SIGNAL_DELAY_MS;
  }
  // Another version is a newer one, also when it is smaller: they start over with the backend.
  return known.uid === signal.uid && known.version !== signal.version
    ? OWN_SIGNAL_DELAY_MS
    : undefined;
}
