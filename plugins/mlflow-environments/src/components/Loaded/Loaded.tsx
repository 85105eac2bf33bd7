import type { ReactNode } from 'react';
import { Progress } from '@backstage/core-components';
import type { RefreshableLoad } from '../../hooks';
import { requestErrorKind } from '../../lib/requestError';
import { LoadFailure } from '../LoadFailure';

export interface LoadedProps<T> {
  /** What is loaded, as it stands within a sentence: "this environment". */
  what: string;
  load: RefreshableLoad<T>;
  children: (value: T, refreshError?: Error) => ReactNode;
}

/**
 * Shows what has been loaded, or that it is being loaded, or why it can't be. What was read once
 * stays when reading it again fails, unless it is gone or no longer for this reader.
 */
export function Loaded<T>({ what, load, children }: LoadedProps<T>) {
  const { value, error, refresh } = load;
  if (error && (value === undefined || requestErrorKind(error) !== 'failed')) {
    return <LoadFailure what={what} error={error} onRetry={refresh} />;
  }
  if (value === undefined) {
    return <Progress />;
  }
  return <>{children(value, error)}</>;
}
