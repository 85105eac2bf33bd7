import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { EnvironmentList } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mlflowEnvironmentsApiRef, type EnvironmentsQuery } from '../api';
import { useLoad, type RefreshableLoad } from './useLoad';
import { useLiveRefresh } from './useLiveRefresh';

/** Any environment may enter, leave or move within the page, so each signal counts. */
const delayOf = () => 1_000;

/** One page of environments, kept up to date. `query` is to be memoised. */
export function useEnvironmentList(
  query: EnvironmentsQuery,
): RefreshableLoad<EnvironmentList> {
  const api = useApi(mlflowEnvironmentsApiRef);
  const load = useCallback(() => api.listEnvironments(query), [api, query]);
  const list = useLoad(load, { keepValue: true });
  useLiveRefresh({ refresh: list.refresh, delayOf });
  return list;
}
