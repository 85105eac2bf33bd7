import { useEffect, useReducer } from 'react';

/** The time at each rendering, which comes at least so often. */
export function useNow(intervalMs: number): Date {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return new Date();
}
