import { describeTarget } from './targets';

describe('describeTarget', () => {
  const target = { name: 'eu', cluster: 'ml-eu', namespaces: ['a', 'b'] };

  it('says whether somebody has to agree', () => {
    expect(describeTarget({ ...target, publish: 'pull-request' })).toBe(
      'Cluster ml-eu. The request waits for a review. Namespaces: a and b.',
    );
    expect(describeTarget({ ...target, namespaces: [], publish: 'push' })).toBe(
      'Cluster ml-eu. The request is carried out at once.',
    );
  });
});
