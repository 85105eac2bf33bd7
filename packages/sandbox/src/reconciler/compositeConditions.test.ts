import { readyCondition, syncedCondition } from './compositeConditions';

const resource = (name: string, ready = false) => ({ name, ready });

describe('readyCondition', () => {
  it('is available when everything composed is ready', () => {
    expect(readyCondition([resource('a', true)], undefined)).toEqual({
      type: 'Ready',
      status: 'True',
      reason: 'Available',
    });
  });

  it.each([
    [['b', 'a'], 'a, b'],
    [['c', 'b', 'a'], 'a, b, and c'],
    [['e', 'd', 'c', 'b', 'a'], 'a, b, c, and 2 more'],
  ])('names %j, the first three in order', (names, listed) => {
    const unready = names.map(name => resource(name));

    expect(
      readyCondition([...unready, resource('z', true)], undefined),
    ).toMatchObject({
      status: 'False',
      reason: 'Creating',
      message: `Unready resources: ${listed}`,
    });
  });

  it('believes a function that decides for itself', () => {
    expect(readyCondition([resource('a')], true).status).toBe('True');
    expect(readyCondition([resource('a', true)], false)).toEqual({
      type: 'Ready',
      status: 'False',
      reason: 'Creating',
    });
  });
});

describe('syncedCondition', () => {
  it('names what the API server found invalid', () => {
    const invalid = { ...resource('bad'), invalid: 'no' };

    expect(syncedCondition([invalid, resource('good')])).toMatchObject({
      status: 'False',
      reason: 'ReconcileError',
      message: 'Unsynced resources: bad',
    });
  });
});
