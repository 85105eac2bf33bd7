import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  AuthorizeResult,
  type EvaluatePermissionResponse,
} from '@backstage/plugin-permission-common';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor } from '@testing-library/react';
import {
  environmentDeletePermission,
  type EnvironmentStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mlflowEnvironmentsApiRef } from '../../api';
import { FakeSignals, fakeApi } from '../../__testUtils__/apis';
import {
  aHealth,
  anEntity,
  anEnvironment,
} from '../../__testUtils__/environments';
import { EntityEnvironmentCard } from './EntityEnvironmentCard';

function show(
  annotation: string | undefined,
  api = fakeApi(),
  mayDelete = true,
) {
  const signals = new FakeSignals();
  const authorize = jest.fn(
    async (): Promise<EvaluatePermissionResponse> => ({
      result: mayDelete ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
    }),
  );
  renderInTestApp(
    <EntityProvider entity={anEntity(annotation)}>
      <EntityEnvironmentCard decommissionHref="/create/decommission" />
    </EntityProvider>,
    {
      apis: [
        [mlflowEnvironmentsApiRef, api],
        [signalApiRef, signals],
        [permissionApiRef, { authorize }],
      ],
    },
  );
  return { api, signals, authorize };
}

/** Permissions are asked for once per environment, whatever the test, so each test has one of its own. */
function anApiWith({
  name,
  status = 'Healthy',
}: {
  name: string;
  status?: EnvironmentStatus;
}) {
  const environment = anEnvironment({
    ref: { cluster: 'sandbox', namespace: 'team-a', name },
    health: aHealth({ status }),
  });
  return fakeApi({ getEnvironment: async () => environment });
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

  it('leads those who may to where its environment is taken away', async () => {
    const { authorize } = show(
      'sandbox/team-a/theirs',
      anApiWith({ name: 'theirs' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Decommission' }),
    ).toHaveAttribute(
      'href',
      `/create/decommission?formData=${encodeURIComponent(
        '{"environment":"resource:team-a/churn"}',
      )}`,
    );
    expect(authorize).toHaveBeenCalledWith({
      permission: environmentDeletePermission,
      resourceRef: 'sandbox/team-a/theirs',
    });
  });

  it('leads nobody else there', async () => {
    const { authorize } = show(
      'sandbox/team-a/others',
      anApiWith({ name: 'others' }),
      false,
    );
    expect(await screen.findByRole('status')).toHaveTextContent('Healthy');
    await waitFor(() => expect(authorize).toHaveBeenCalled());
    expect(screen.queryByRole('button', { name: 'Decommission' })).toBeNull();
  });

  it.each(['Pending', 'Deleting'] as const)(
    'leads nobody there while it is %s',
    async status => {
      const { authorize } = show(
        'sandbox/team-a/coming-or-going',
        anApiWith({ name: 'coming-or-going', status }),
      );
      expect(await screen.findByRole('status')).toHaveTextContent(status);
      expect(authorize).not.toHaveBeenCalled();
    },
  );

  it('asks nothing for an entity that does not say which environment it is', async () => {
    const { api } = show('churn');
    expect(
      await screen.findByRole('region', { name: 'No environment to show' }),
    ).toHaveTextContent('reads "churn"');
    expect(api.getEnvironment).not.toHaveBeenCalled();
  });
});
