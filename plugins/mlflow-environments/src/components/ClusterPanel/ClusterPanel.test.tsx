import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aCluster } from '../../__testUtils__/clusters';
import { ClusterPanel } from './ClusterPanel';

describe('ClusterPanel', () => {
  it('is a line while all is well, and tells more when asked', async () => {
    renderInTestApp(<ClusterPanel clusters={[aCluster()]} />);
    const line = await screen.findByRole('button', { name: '1 cluster' });
    expect(screen.queryByRole('table')).toBeNull();

    await userEvent.click(line);
    const row = await screen.findByRole('row', { name: /sandbox/ });
    expect(row).toHaveTextContent('Up to date');
    expect(row).toHaveTextContent('4 seconds ago');
  });

  it('tells at once which cluster is in trouble, why, and what that means', async () => {
    renderInTestApp(
      <ClusterPanel
        clusters={[
          aCluster(),
          aCluster({
            name: 'ml-eu',
            title: 'Europe',
            state: 'stale',
            lagSeconds: 150,
            environments: 7,
            error: 'connect ECONNREFUSED',
          }),
        ]}
      />,
    );
    expect(
      await screen.findByRole('button', { name: '2 clusters, 1 in trouble' }),
    ).toHaveAttribute('aria-expanded', 'true');
    const row = screen.getByRole('row', { name: /Europe/ });
    expect(within(row).getByText('Out of reach')).toBeInTheDocument();
    expect(row).toHaveTextContent('2 minutes ago');
    expect(row).toHaveTextContent('7');
    expect(row).toHaveTextContent(
      'Its environments are shown as they were last. connect ECONNREFUSED',
    );
  });
});
