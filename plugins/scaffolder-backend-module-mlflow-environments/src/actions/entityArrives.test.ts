import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { entityArrives } from './entityArrives';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'churn', namespace: 'team-a' },
};

const arrives = (getEntityByRef: () => Promise<Entity | undefined>) =>
  entityArrives(
    { getEntityByRef },
    'resource:team-a/churn',
    mockCredentials.user(),
  );

describe('entityArrives', () => {
  it('waits until the catalog has the entity', async () => {
    let asked = 0;
    expect(
      await arrives(async () => {
        asked += 1;
        return asked > 2 ? entity : undefined;
      }),
    ).toBe(true);
    expect(asked).toBe(3);
  });

  it('gives up at once when the catalog cannot be asked', async () => {
    let asked = 0;
    expect(
      await arrives(async () => {
        asked += 1;
        throw new Error('away');
      }),
    ).toBe(false);
    expect(asked).toBe(1);
  });
});
