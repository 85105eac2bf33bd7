import { act, renderHook } from '@testing-library/react';
import { usePaging } from './usePaging';

describe('usePaging', () => {
  it('finds its way back', () => {
    const { result } = renderHook(() => usePaging(''));
    act(() => result.current.next('two'));
    act(() => result.current.next('three'));
    expect(result.current).toMatchObject({ cursor: 'three', pagesBefore: 2 });
    act(() => result.current.previous());
    expect(result.current).toMatchObject({ cursor: 'two', pagesBefore: 1 });
    act(() => result.current.previous());
    expect(result.current.cursor).toBeUndefined();
  });

  it('starts over with another list', () => {
    const { result, rerender } = renderHook(({ key }) => usePaging(key), {
      initialProps: { key: '' },
    });
    act(() => result.current.next('two'));
    rerender({ key: 'stage=dev' });
    expect(result.current).toMatchObject({ cursor: undefined, pagesBefore: 0 });
  });
});
