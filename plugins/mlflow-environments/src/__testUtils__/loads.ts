import type { RefreshableLoad } from '../hooks';

export function loaded<T>(
  value: T,
  overrides: Partial<RefreshableLoad<T>> = {},
): RefreshableLoad<T> {
  return { value, loading: false, refresh: jest.fn(), ...overrides };
}

export function loading<T>(): RefreshableLoad<T> {
  return { loading: true, refresh: jest.fn() };
}

export function failed<T>(error: Error): RefreshableLoad<T> {
  return { error, loading: false, refresh: jest.fn() };
}
