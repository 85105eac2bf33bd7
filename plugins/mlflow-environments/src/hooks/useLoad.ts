import { useCallback, useEffect, useRef, useState } from 'react';
import { toError } from '@backstage/errors';

/**
 * What is known of something that is loaded. `value` and `error` together mean that the value is
 * what was last read and reading it again failed.
 */
export interface Load<T> {
  value?: T;
  error?: Error;
  loading: boolean;
}

export interface RefreshableLoad<T> extends Load<T> {
  /** Reads again in the background; calls made while a read is under way become one more read. */
  refresh: () => void;
}

export interface LoadOptions {
  /** Goes on showing the value of the previous `load` until the new one answers. */
  keepValue?: boolean;
}

/** Loads when mounted and whenever `load` is another function, so `load` is to be memoised. */
export function useLoad<T>(
  load: () => Promise<T>,
  options: LoadOptions = {},
): RefreshableLoad<T> {
  const { keepValue = false } = options;
  const [result, setResult] = useState<Load<T>>({ loading: true });
  const read = useRef<() => void>();

  useEffect(() => {
    let wanted = true;
    let reading = false;
    let again = false;

    const readOnce = async () => {
      try {
        const value = await load();
        if (wanted) setResult({ value, loading: false });
      } catch (error) {
        if (wanted) {
          setResult(({ value }) => ({
            value,
            error: toError(error),
            loading: false,
          }));
        }
      }
    };
    read.current = async () => {
      again = true;
      if (reading) return;
      reading = true;
      while (again && wanted) {
        again = false;
        await readOnce();
      }
      reading = false;
    };

    setResult(({ value }) => ({
      ...(keepValue && { value }),
      loading: true,
    }));
    read.current();
    return () => {
      wanted = false;
    };
  }, [load, keepValue]);

  const refresh = useCallback(() => {
    read.current?.();
  }, []);
  return { ...result, refresh };
}
