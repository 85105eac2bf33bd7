import { ClusterUnreachableError } from '../clusters';
import { withoutDetail } from './withoutDetail';

describe('withoutDetail', () => {
  it('keeps hosts and accounts to itself', () => {
    const { message } = new ClusterUnreachableError(
      'one',
      'cannot be reached',
      new Error('getaddrinfo ENOTFOUND api.internal'),
    );
    expect(withoutDetail(message)).toBe("Cluster 'one' cannot be reached");
    expect(
      withoutDetail(
        `Cluster 'one' answered 403 to /apis/apps/v1/deployments: deployments.apps is forbidden: User "system:serviceaccount:ops:reader" cannot list`,
      ),
    ).toBe("Cluster 'one' answered 403 to /apis/apps/v1/deployments");
  });

  it('leaves a plain sentence as it is', () => {
    expect(withoutDetail('Bucket cannot be read')).toBe(
      'Bucket cannot be read',
    );
  });
});
