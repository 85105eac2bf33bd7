import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { checkName } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mlflowEnvironmentsApiRef } from '../api';
import { describeNameCheck, type NameVerdict } from '../lib/nameVerdict';
import { useDebounced } from './useDebounced';
import { useLoad } from './useLoad';

const TYPING_PAUSE_MS = 300;

/** Whether a name can be taken, asked of the backend once the name is legal and no longer typed at. */
export function useNameCheck(name: string): NameVerdict {
  const api = useApi(mlflowEnvironmentsApiRef);
  const settled = useDebounced(name, TYPING_PAUSE_MS);
  const load = useCallback(
    async () =>
      checkName(settled) === undefined
        ? { name: settled, ...(await api.checkName(settled)) }
        : undefined,
    [api, settled],
  );
  return describeNameCheck(name, settled, useLoad(load));
}
