import { useEffect, useRef } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { SIGNAL_CHANNEL } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** How often to read again when no signals arrive. */
export const POLL_INTERVAL_MS = 30_000;

/** A signal that is no older proves that the channel works, so that polling would be in vain. */
export const SIGNAL_TRUST_MS = 5 * 60_000;

/** A reader who comes back to the page sees it up to date after this. */
const RETURN_DELAY_MS = 100;

/** Tells that the environment with this uid has changed; carries nothing that a reader might not see. */
export type EnvironmentSignal = {
  uid: string;
  version: number;
};

export interface LiveRefreshOptions {
  refresh: () => void;
  /**
   * In how many milliseconds a signal is to be followed by a refresh, or undefined when it is about
   * something else. Signals that arrive before that are covered by the same refresh.
   */
  delayOf: (signal: EnvironmentSignal) => number | undefined;
}

/**
 * Calls `refresh` when a signal says so, when the reader comes back to the page or to the network,
 * and every 30 seconds while no signals arrive: there may be no signals plugin, and a socket that
 * died looks just like a quiet one.
 */
export function useLiveRefresh(options: LiveRefreshOptions): void {
  const signals = useApiHolder().get(signalApiRef);
  const latest = useRef(options);
  latest.current = options;

  useEffect(() => {
    let lastSignal = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due = Number.POSITIVE_INFINITY;

    const refreshIn = (delay: number) => {
      const wanted = Date.now() + delay;
      if (wanted >= due) return;
      clearTimeout(timer);
      due = wanted;
      timer = setTimeout(() => {
        due = Number.POSITIVE_INFINITY;
        latest.current.refresh();
      }, delay);
    };
    const onReturn = () => {
      if (document.visibilityState === 'visible') refreshIn(RETURN_DELAY_MS);
    };
    const onPoll = () => {
      const trusted = Date.now() - lastSignal < SIGNAL_TRUST_MS;
      if (!trusted && document.visibilityState === 'visible') refreshIn(0);
    };

    // Not `useSignal`: it keeps the last signal only, and of two that arrive together one is lost.
    const subscription = signals?.subscribe<EnvironmentSignal>(
      SIGNAL_CHANNEL,
      signal => {
        lastSignal = Date.now();
        const delay = latest.current.delayOf(signal);
        if (delay !== undefined) refreshIn(delay);
      },
    );
    const poll = setInterval(onPoll, POLL_INTERVAL_MS);
    window.addEventListener('focus', onReturn);
    window.addEventListener('online', onReturn);
    document.addEventListener('visibilitychange', onReturn);
    return () => {
      subscription?.unsubscribe();
      clearInterval(poll);
      clearTimeout(timer);
      window.removeEventListener('focus', onReturn);
      window.removeEventListener('online', onReturn);
      document.removeEventListener('visibilitychange', onReturn);
    };
  }, [signals]);
}
