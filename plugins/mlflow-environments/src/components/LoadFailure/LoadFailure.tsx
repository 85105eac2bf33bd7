import Button from '@material-ui/core/Button';
import { requestErrorKind, requestErrorMessage } from '../../lib/requestError';
import { Notice } from '../Notice';

export interface LoadFailureProps {
  /** What could not be loaded, as it stands within a sentence: "this environment". */
  what: string;
  error: Error;
  onRetry: () => void;
}

/** Why something can't be shown, and what the reader can do about it. */
export function LoadFailure({ what, error, onRetry }: LoadFailureProps) {
  const retry = (
    <Button size="small" onClick={onRetry}>
      Try again
    </Button>
  );
  switch (requestErrorKind(error)) {
    case 'not-found':
      return (
        <Notice tone="unclear" title={`No sign of ${what}`} action={retry}>
          It doesn't exist any more, or you may not see it. If you should, ask
          its owner or the platform team for access.
        </Notice>
      );
    case 'forbidden':
      return (
        <Notice tone="halted" title={`You may not see ${what}`} action={retry}>
          Ask its owner or the platform team for access.
        </Notice>
      );
    default:
      return (
        <Notice tone="bad" title={`Could not load ${what}`} action={retry}>
          {requestErrorMessage(error)}
        </Notice>
      );
  }
}
