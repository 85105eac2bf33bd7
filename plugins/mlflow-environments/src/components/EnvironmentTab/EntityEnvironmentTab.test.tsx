import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mlflowEnvironmentsApiRef } from '../../api';
import { aResponseError, fakeApi } from '../../__testUtils__/apis';
import {
  aFailedEnvironment,
  anEntity,
  anEnvironment,
  aPendingEnvironment,
  aResource,
} from '../../__testUtils__/environments';
import { EntityEnvironmentTab } from './EntityEnvironmentTab';

const ref = anEnvironment().ref;

function show(api = fakeApi(), annotation = 'sandbox/team-a/churn') {
  renderInTestApp(
    <EntityProvider entity={anEntity(annotation)}>
      <EntityEnvironmentTab />
    </EntityProvider>,
    { apis: [[mlflowEnvironmentsApiRef, api]] },
  );
  return api;
}

const open = async (name: string) =>
  userEvent.click(await screen.findByRole('tab', { name }));

describe('EntityEnvironmentTab', () => {
  it('begins with the resources, and asks the cluster for nothing else', async () => {
    const api = show(
      fakeApi({
        getEnvironment: async () => anEnvironment({ resources: [aResource()] }),
      }),
    );
    expect(
      await screen.findByRole('table', { name: 'Resources' }),
    ).toBeInTheDocument();
    expect(api.listEvents).not.toHaveBeenCalled();
    expect(api.listHistory).not.toHaveBeenCalled();
    expect(api.getManifest).not.toHaveBeenCalled();
  });

  it('opens the resource that is to blame', async () => {
    const resource = aResource({
      compositionResourceName: 'atlas-cluster',
      status: 'Failed',
    });
    show(
      fakeApi({
        getEnvironment: async () => ({
          ...aFailedEnvironment(),
          resources: [resource],
        }),
      }),
    );
    expect(
      await screen.findByRole('button', { name: 'Details of atlas-cluster' }),
    ).toHaveAttribute('aria-expanded', 'true');
  });

  it('reads events on demand, and again on demand', async () => {
    const api = show(
      fakeApi({
        listEvents: jest.fn(async () => [
          {
            type: 'Warning',
            reason: 'CannotCreateExternalResource',
            message: 'no quota left',
            object: {
              apiVersion: 'v1',
              kind: 'AdvancedCluster',
              name: 'churn',
            },
            count: 3,
            lastTime: '2026-11-01T10:00:00Z',
          },
        ]),
      }),
    );
    await open('Events');
    expect(await screen.findByText('no quota left')).toBeInTheDocument();
    expect(screen.getByText(/3 times/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }));
    expect(api.listEvents).toHaveBeenCalledTimes(2);
  });

  it('says that there are no events', async () => {
    show();
    await open('Events');
    expect(await screen.findByText(/No events/)).toBeInTheDocument();
  });

  it('tells how health has changed', async () => {
    show(
      fakeApi({
        listHistory: async () => [
          {
            from: 'Healthy',
            to: 'Degraded',
            at: '2026-11-02T10:00:00Z',
            resource: 'mlflow-server',
            message: '0 of 1 replicas available',
          },
          { to: 'Healthy', at: '2026-11-01T10:00:00Z' },
        ],
      }),
    );
    await open('History');
    const items = await screen.findAllByRole('listitem');
    expect(items[0]).toHaveTextContent(
      /Degraded.*before that Healthy.*mlflow-server: 0 of 1 replicas/,
    );
    expect(items).toHaveLength(2);
  });

  it('shows the definition of the environment itself', async () => {
    const api = show();
    await open('Definition');
    expect(await screen.findByText('name: environment')).toBeInTheDocument();
    expect(api.getManifest).toHaveBeenCalledWith(ref, 'environment');
  });

  it('explains why a part could not be read, and leaves the rest alone', async () => {
    const error = await aResponseError(500, 'cluster says no');
    show(fakeApi({ listEvents: () => Promise.reject(error) }));
    await open('Events');
    expect(
      await screen.findByRole('region', { name: 'Could not load its events' }),
    ).toHaveTextContent('cluster says no');
    expect(screen.getByRole('status')).toHaveTextContent('Healthy');
  });

  it('shows what a pending environment waits for', async () => {
    show(fakeApi({ getEnvironment: async () => aPendingEnvironment() }));
    expect(
      await screen.findByRole('link', { name: /Pull request/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/no resources yet/)).toBeInTheDocument();
  });

  it('says why an entity has no environment', async () => {
    show(fakeApi(), 'churn');
    expect(
      await screen.findByRole('region', { name: 'No environment to show' }),
    ).toBeInTheDocument();
  });
});
