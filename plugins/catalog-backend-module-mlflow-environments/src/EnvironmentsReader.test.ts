import { sureOf } from './EnvironmentsReader';

describe('sureOf', () => {
  const replica = {
    clusters: ['one', 'two'],
    readInFull: ['one', 'two'],
    allClusters: true,
  };

  it('is what every replica is sure of, and every cluster that any of them knows', () => {
    const another = { clusters: ['two', 'three'], readInFull: ['two'] };
    expect(sureOf([replica, { ...another, allClusters: false }])).toEqual({
      clusters: ['one', 'two', 'three'],
      readInFull: ['two'],
      allClusters: false,
    });
    expect(sureOf([replica, replica])).toEqual(replica);
  });
});
