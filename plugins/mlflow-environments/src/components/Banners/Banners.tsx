import type {
  ReconcileError,
  Stale,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { requestErrorMessage } from '../../lib/requestError';
import { Notice } from '../Notice';
import { TimeAgo } from '../TimeAgo';

export interface BannersProps {
  stale?: Stale;
  reconcileError?: ReconcileError;
  /** Why what is shown could not be read again. */
  refreshError?: Error;
}

/** What makes the rest of the page less than the whole truth. */
export function Banners({ stale, reconcileError, refreshError }: BannersProps) {
  return (
    <>
      {refreshError && (
        <Notice tone="warning" title="This may be out of date">
          It could not be read again: {requestErrorMessage(refreshError)}
        </Notice>
      )}
      {stale && (
        <Notice tone="warning" title="The cluster can't be reached">
          This is its last known state; it has been out of reach for{' '}
          <TimeAgo time={stale.since} elapsed />. {stale.reason}
        </Notice>
      )}
      {reconcileError && (
        <Notice tone="warning" title="Changes will not arrive">
          The environment runs, but Crossplane can't act on it
          {reconcileError.since && (
            <>
              , for <TimeAgo time={reconcileError.since} elapsed /> now
            </>
          )}
          : <code>{reconcileError.reason}</code>
          {reconcileError.message && ` ${reconcileError.message}`}
        </Notice>
      )}
    </>
  );
}
