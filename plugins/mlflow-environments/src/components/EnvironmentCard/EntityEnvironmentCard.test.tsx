import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor } from '@testing-library/react';
import { mlflowEnvironmentsApiRef } from '../../api';
import { FakeSignals, fakeApi } from '../../__testUtils__/apis';
import {
  aHealth,
  anEntity,
  anEnvironment,
} from '../../__testUtils__/environments';
import { EntityEnvironmentCard } from './EntityEnvironmentCard';

function show(annotation: string | undefined, api = fakeApi()) {
  const signals = new FakeSignals();
  renderInTestApp(
    <EntityProvider entity={anEntity(annotation)}>
      <EntityEnvironmentCard />
    </EntityProvider>,
    {
      apis: [
        [mlflowEnvironmentsApiRef, api],
        [signalApiRef, signals],
      ],
    },
  );
  return { api, signals };
}

describe('EntityEnvironmentCard', () => {
  it('shows the environment of its entity and follows it without a reload', async () => {
    const { api, signals } = show('sandbox/team-a/churn');
    expect(await screen.findByRole('status')).toHaveTextContent('Healthy');
    expect(api.getEnvironment).toHaveBeenCalledWith({
      cluster: 'sandbox',
      namespace: 'team-a',
      name: 'churn',
    });

    api.getEnvironment.mockResolvedValue(
      anEnvironment({ version: 4, health: aHealth({ status: 'Degraded' }) }),
    );
    act(() => signals.send({ uid: 'uid-churn', version: 4 }));
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent('Degraded'),
    );
  });

  it('asks nothing for an entity that does not say which environment it is', async () => {
    const { api } = show('churn');
    expect(
      await screen.findByRole('region', { name: 'No environment to show' }),
    ).toHaveTextContent('reads "churn"');
    expect(api.getEnvironment).not.toHaveBeenCalled();
  });
});
