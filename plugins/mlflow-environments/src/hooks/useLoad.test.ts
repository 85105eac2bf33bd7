import { act, renderHook, waitFor } from '@testing-library/react';
import { useLoad } from './useLoad';

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>(done => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('useLoad', () => {
  it('loads, and keeps what it had when loading again fails', async () => {
    const load = jest.fn<Promise<string>, []>().mockResolvedValueOnce('first');
    const { result } = renderHook(() => useLoad(load));
    expect(result.current).toMatchObject({ loading: true });
    await waitFor(() => expect(result.current.value).toBe('first'));

    load.mockRejectedValueOnce(new Error('down'));
    act(() => result.current.refresh());
    await waitFor(() => expect(result.current.error?.message).toBe('down'));
    expect(result.current.value).toBe('first');

    load.mockResolvedValueOnce('second');
    act(() => result.current.refresh());
    await waitFor(() => expect(result.current.value).toBe('second'));
    expect(result.current.error).toBeUndefined();
  });

  it('makes one more read of all that is asked for during a read', async () => {
    const first = deferred<string>();
    const load = jest
      .fn<Promise<string>, []>()
      .mockReturnValueOnce(first.promise)
      .mockResolvedValue('later');
    const { result } = renderHook(() => useLoad(load));
    act(() => {
      result.current.refresh();
      result.current.refresh();
      result.current.refresh();
    });
    await act(async () => first.resolve('first'));
    await waitFor(() => expect(result.current.value).toBe('later'));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('never shows the answer to an earlier question', async () => {
    const slow = deferred<string>();
    const loads = {
      slow: () => slow.promise,
      fast: async () => 'fast',
    };
    const { result, rerender } = renderHook(
      ({ load }) => useLoad(load, { keepValue: true }),
      { initialProps: { load: loads.slow } },
    );
    rerender({ load: loads.fast });
    await waitFor(() => expect(result.current.value).toBe('fast'));
    await act(async () => slow.resolve('slow'));
    expect(result.current.value).toBe('fast');
  });

  it('forgets the value of another question unless told to keep it', async () => {
    const never = () => new Promise<string>(() => {});
    const now = async () => 'here';
    const forget = renderHook(({ load }) => useLoad(load), {
      initialProps: { load: now },
    });
    await waitFor(() => expect(forget.result.current.value).toBe('here'));
    forget.rerender({ load: never });
    expect(forget.result.current).toMatchObject({ loading: true });
    expect(forget.result.current.value).toBeUndefined();

    const keep = renderHook(({ load }) => useLoad(load, { keepValue: true }), {
      initialProps: { load: now },
    });
    await waitFor(() => expect(keep.result.current.value).toBe('here'));
    keep.rerender({ load: never });
    expect(keep.result.current).toMatchObject({
      value: 'here',
      loading: true,
    });
  });
});
