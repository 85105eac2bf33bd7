import { withConditions } from './conditions';

const earlier = new Date('2026-01-01T00:00:00Z');
const later = new Date('2026-01-02T00:00:00.123Z');
const ready = { type: 'Ready', status: 'True', reason: 'Available' } as const;

describe('withConditions', () => {
  const first = withConditions([], [ready], { now: earlier, generation: 1 });

  it('writes the time in whole seconds', () => {
    const [{ lastTransitionTime }] = withConditions([], [ready], {
      now: later,
    });

    expect(lastTransitionTime).toBe('2026-01-02T00:00:00Z');
  });

  it('keeps a condition that says the same as before', () => {
    expect(
      withConditions(first, [ready], { now: later, generation: 1 }),
    ).toEqual(first);
  });

  it.each([
    ['its status', { ...ready, status: 'False' as const }, 1],
    ['its message', { ...ready, message: 'soon' }, 1],
    ['the generation it is about', ready, 2],
  ])('replaces a condition with %s', (_, state, generation) => {
    const [changed] = withConditions(first, [state], {
      now: later,
      generation,
    });

    expect(changed).toMatchObject({
      ...state,
      observedGeneration: generation,
      lastTransitionTime: '2026-01-02T00:00:00Z',
    });
  });

  it('leaves other conditions where they are', () => {
    const synced = { ...ready, type: 'Synced' };

    const types = withConditions(first, [synced, ready], { now: later }).map(
      ({ type }) => type,
    );

    expect(types).toEqual(['Ready', 'Synced']);
  });
});
