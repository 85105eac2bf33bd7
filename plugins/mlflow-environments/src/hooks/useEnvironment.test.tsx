import type { PropsWithChildren } from 'react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook } from '@testing-library/react';
import { mlflowEnvironmentsApiRef } from '../api';
import { FakeSignals, fakeApi } from '../__testUtils__/apis';
import {
  anEnvironment,
  aPendingEnvironment,
} from '../__testUtils__/environments';
import { delayAfter, useEnvironment } from './useEnvironment';

const ref = anEnvironment().ref;

function renderEnvironment(signals?: FakeSignals) {
  const api = fakeApi();
  const wrapper = ({ children }: PropsWithChildren<{}>) =>
    signals ? (
      <TestApiProvider
        apis={[
          [mlflowEnvironmentsApiRef, api],
          [signalApiRef, signals],
        ]}
      >
        {children}
      </TestApiProvider>
    ) : (
      <TestApiProvider apis={[[mlflowEnvironmentsApiRef, api]]}>
        {children}
      </TestApiProvider>
    );
  const hook = renderHook(() => useEnvironment(ref), { wrapper });
  return { api, ...hook };
}

const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

describe('useEnvironment', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('reads once for a burst of signals about it', async () => {
    const signals = new FakeSignals();
    const { api } = renderEnvironment(signals);
    await pass(0);
    expect(api.getEnvironment).toHaveBeenCalledTimes(1);

    act(() => {
      [4, 5, 6].forEach(version => signals.send({ uid: 'uid-churn', version }));
    });
    await pass(1_000);
    expect(api.getEnvironment).toHaveBeenCalledTimes(2);
  });

  it('reads nothing for what it knows, nor for other environments', async () => {
    const signals = new FakeSignals();
    const { api } = renderEnvironment(signals);
    await pass(0);
    act(() => {
      signals.send({ uid: 'uid-churn', version: 3 });
      signals.send({ uid: 'uid-other', version: 9 });
    });
    await pass(2_000);
    expect(api.getEnvironment).toHaveBeenCalledTimes(1);
  });

  it('polls where there are no signals', async () => {
    const { api } = renderEnvironment();
    await pass(0);
    await pass(61_000);
    expect(api.getEnvironment).toHaveBeenCalledTimes(3);
  });

  it('does not poll while signals arrive', async () => {
    const signals = new FakeSignals();
    const { api } = renderEnvironment(signals);
    await pass(20_000);
    act(() => signals.send({ uid: 'uid-other', version: 1 }));
    await pass(61_000);
    expect(api.getEnvironment).toHaveBeenCalledTimes(1);
  });

  it('reads again when the reader comes back', async () => {
    const { api } = renderEnvironment(new FakeSignals());
    await pass(0);
    act(() => {
      window.dispatchEvent(new Event('focus'));
      window.dispatchEvent(new Event('online'));
    });
    await pass(1_000);
    expect(api.getEnvironment).toHaveBeenCalledTimes(2);
  });

  it('stops listening when it is no longer shown', async () => {
    const signals = new FakeSignals();
    const { api, unmount } = renderEnvironment(signals);
    await pass(0);
    unmount();
    expect(signals.listeners).toBe(0);
    await pass(61_000);
    expect(api.getEnvironment).toHaveBeenCalledTimes(1);
  });
});

describe('delayAfter', () => {
  const own = (version: number) => ({ uid: 'uid-churn', version });

  it('is short for another version, newer or counted anew', () => {
    expect(delayAfter(own(4), anEnvironment())).toBeLessThan(500);
    expect(delayAfter(own(1), anEnvironment())).toBeLessThan(500);
  });

  it('lets any signal count while nothing can be told from the uid', () => {
    const other = { uid: 'uid-of-the-cluster', version: 1 };
    expect(delayAfter(other, undefined)).toBeDefined();
    expect(delayAfter(other, aPendingEnvironment())).toBeDefined();
    expect(delayAfter(other, anEnvironment())).toBeUndefined();
  });
});
