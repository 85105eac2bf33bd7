import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mlflowEnvironmentsApiRef } from '../../api';
import { aResponseError, fakeApi } from '../../__testUtils__/apis';
import { aCluster } from '../../__testUtils__/clusters';
import {
  aFailedEnvironment,
  aList,
  anEnvironment,
} from '../../__testUtils__/environments';
import { EnvironmentsPage } from './EnvironmentsPage';

function show(api = fakeApi(), address = '/') {
  renderInTestApp(<EnvironmentsPage createHref="/create/it" />, {
    apis: [[mlflowEnvironmentsApiRef, api]],
    initialRouteEntries: [address],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return api;
}

const facets = {
  status: [
    { value: 'Healthy', count: 2 },
    { value: 'Failed', count: 1 },
  ],
  stage: [{ value: 'dev', count: 3 }],
  owner: [],
  namespace: [],
  cluster: [],
};

describe('EnvironmentsPage', () => {
  it('lists environments with a way to each entity and its owner', async () => {
    show(
      fakeApi({
        listEnvironments: async () =>
          aList([
            anEnvironment({
              cost: {
                monthly: 57,
                currency: 'USD',
                items: [],
                missingTags: [],
              },
            }),
          ]),
      }),
    );
    const row = await screen.findByRole('row', { name: /churn/ });
    expect(within(row).getByRole('link', { name: 'churn' })).toHaveAttribute(
      'href',
      '/catalog/team-a/resource/churn',
    );
    expect(within(row).getByRole('link', { name: 'team-a' })).toHaveAttribute(
      'href',
      '/catalog/default/group/team-a',
    );
    expect(row).toHaveTextContent('Healthy');
    expect(row).toHaveTextContent('$57');
    expect(screen.getByRole('status')).toHaveTextContent('1 environment');
  });

  it('says in the row what is wrong', async () => {
    show(
      fakeApi({ listEnvironments: async () => aList([aFailedEnvironment()]) }),
    );
    expect(
      await screen.findByRole('row', { name: /Failed.*no quota left/ }),
    ).toBeInTheDocument();
  });

  it('leaves an owner that is no entity as it is', async () => {
    show(
      fakeApi({
        listEnvironments: async () =>
          aList([anEnvironment({ owner: 'unknown' })]),
      }),
    );
    expect(
      await screen.findByRole('cell', { name: 'unknown' }),
    ).toBeInTheDocument();
  });

  it('tells clusters apart once there are several', async () => {
    show(
      fakeApi({
        listEnvironments: async () =>
          aList([anEnvironment()], {
            facets: {
              ...facets,
              cluster: [
                { value: 'sandbox', count: 1 },
                { value: 'ml-eu', count: 1 },
              ],
            },
          }),
      }),
    );
    expect(
      await screen.findByRole('columnheader', { name: 'Cluster' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('cell', { name: 'sandbox' })).toBeInTheDocument();
  });

  it('says which cluster is out of reach, though the list is there', async () => {
    show(
      fakeApi({
        listClusters: async () => [
          aCluster({ name: 'ml-eu', state: 'stale', error: 'no route' }),
        ],
      }),
    );
    expect(
      await screen.findByRole('row', { name: /ml-eu Out of reach.*no route/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /churn/ })).toBeInTheDocument();
  });

  it('shows the list when clusters cannot be asked about', async () => {
    const error = await aResponseError(500, 'no');
    show(fakeApi({ listClusters: () => Promise.reject(error) }));
    expect(
      await screen.findByRole('row', { name: /churn/ }),
    ).toBeInTheDocument();
  });

  it('filters by facet', async () => {
    const api = show(
      fakeApi({
        listEnvironments: jest.fn(async () =>
          aList([anEnvironment()], { facets }),
        ),
      }),
    );
    const status = await screen.findByRole('group', { name: 'Status' });
    await userEvent.click(
      within(status).getByRole('checkbox', { name: 'Failed (1)' }),
    );
    await waitFor(() =>
      expect(api.listEnvironments).toHaveBeenLastCalledWith(
        expect.objectContaining({ status: ['Failed'] }),
      ),
    );
    expect(screen.queryByRole('group', { name: 'Owner' })).toBeNull();
  });

  it('searches once the reader has stopped typing', async () => {
    const api = show();
    await userEvent.type(
      await screen.findByRole('searchbox', { name: /^Search/ }),
      'churn',
    );
    await waitFor(() =>
      expect(api.listEnvironments).toHaveBeenLastCalledWith(
        expect.objectContaining({ text: 'churn' }),
      ),
    );
    expect(api.listEnvironments.mock.calls.length).toBeLessThan(4);
  });

  it('orders by a column, and the other way round', async () => {
    const api = show();
    const column = await screen.findByRole('columnheader', { name: 'Since' });
    const button = within(column).getByRole('button');
    await userEvent.click(button);
    await userEvent.click(button);
    await waitFor(() =>
      expect(api.listEnvironments).toHaveBeenLastCalledWith(
        expect.objectContaining({
          orderField: 'since',
          orderDirection: 'desc',
        }),
      ),
    );
    expect(column).toHaveAttribute('aria-sort', 'descending');
  });

  it('takes what to show from its address', async () => {
    const api = show(fakeApi(), '/?stage=prod&orderField=status&text=a');
    await screen.findByRole('row', { name: /churn/ });
    expect(api.listEnvironments).toHaveBeenCalledWith(
      expect.objectContaining({
        stage: ['prod'],
        orderField: 'status',
        text: 'a',
      }),
    );
    expect(screen.getByRole('searchbox')).toHaveValue('a');
  });

  it('goes through the pages and back', async () => {
    const api = show(
      fakeApi({
        listEnvironments: jest.fn(async ({ cursor }) =>
          aList([anEnvironment()], {
            totalItems: 51,
            pageInfo: cursor ? {} : { nextCursor: 'two' },
          }),
        ),
      }),
    );
    const next = await screen.findByRole('button', { name: 'Next page' });
    await userEvent.click(next);
    expect(await screen.findByText('51 to 51 of 51')).toBeInTheDocument();
    expect(api.listEnvironments).toHaveBeenLastCalledWith(
      expect.objectContaining({ cursor: 'two' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(await screen.findByText('1 to 1 of 51')).toBeInTheDocument();
  });

  it('invites to create the first environment', async () => {
    show(fakeApi({ listEnvironments: async () => aList([]) }));
    expect(
      await screen.findByRole('button', {
        name: 'Create the first environment',
      }),
    ).toHaveAttribute('href', '/create/it');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('lets filters go that match nothing', async () => {
    const api = show(
      fakeApi({ listEnvironments: jest.fn(async () => aList([])) }),
      '/?stage=prod',
    );
    expect(
      await screen.findByText('No environment matches these filters.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('checkbox', { name: 'prod (0)' })).toBeChecked();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(api.listEnvironments).toHaveBeenLastCalledWith(
        expect.objectContaining({ stage: [] }),
      ),
    );
  });

  it('explains why the list cannot be shown', async () => {
    const error = await aResponseError(403, 'no');
    show(fakeApi({ listEnvironments: () => Promise.reject(error) }));
    expect(
      await screen.findByRole('region', {
        name: 'You may not see the environments',
      }),
    ).toBeInTheDocument();
  });
});
