import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aResource } from '../../__testUtils__/environments';
import { ResourceTable, type ResourceTableProps } from './ResourceTable';

const bucket = aResource();
const cluster = aResource({
  apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha3',
  kind: 'AdvancedCluster',
  compositionResourceName: 'atlas-cluster',
  externalName: 'mlflow-churn-1a2b',
  status: 'Failed',
  reason: 'CreateFailed',
  message: 'no quota left',
  hint: 'The platform team raises the quota.',
  conditions: [
    { type: 'Synced', status: 'False', reason: 'ReconcileError' },
    { type: 'Ready', status: 'False', reason: 'Creating' },
  ],
});
const secret = aResource({
  apiVersion: 'v1',
  kind: 'Secret',
  compositionResourceName: 'mlflow-config',
});

const show = (props: Partial<ResourceTableProps> = {}) =>
  renderInTestApp(
    <ResourceTable
      resources={[bucket, cluster, secret]}
      conditions={[
        { type: 'DatabaseReady', status: 'False', message: 'no quota left' },
      ]}
      renderManifest={name => <p>YAML of {name}</p>}
      {...props}
    />,
  );

const details = (name: string) =>
  screen.findByRole('button', { name: `Details of ${name}` });

describe('ResourceTable', () => {
  it('sums up each part before its resources', async () => {
    show();
    const database = await screen.findByRole('rowheader', { name: /Database/ });
    expect(database).toHaveTextContent('DatabaseFailedno quota left');
    const row = screen.getByRole('row', { name: /atlas-cluster/ });
    expect(row).toHaveTextContent('AdvancedCluster');
    expect(row).toHaveTextContent('CreateFailed');
  });

  it('opens a resource to its conditions and its hint', async () => {
    const user = userEvent.setup();
    show();
    const button = await details('atlas-cluster');
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await user.click(button);
    expect(button).toHaveAttribute('aria-expanded', 'true');
    const conditions = screen.getByRole('table', { name: 'Conditions' });
    expect(
      within(conditions).getByRole('rowheader', { name: 'Synced' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The platform team raises the quota.'),
    ).toBeInTheDocument();
    expect(screen.getByText('mlflow-churn-1a2b')).toBeInTheDocument();
  });

  it('opens by keyboard, and closes again', async () => {
    const user = userEvent.setup();
    show();
    (await details('atlas-cluster')).focus();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('table', { name: 'Conditions' })).toBeVisible();
    await user.keyboard('{Enter}');
    expect(
      screen.queryByRole('table', { name: 'Conditions' }),
    ).not.toBeInTheDocument();
  });

  it('opens what is to blame at once', async () => {
    show({ opened: 'atlas-cluster' });
    expect(await details('atlas-cluster')).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    expect(await details('artifact-bucket')).toHaveAttribute(
      'aria-expanded',
      'false',
    );
  });

  it('reads a manifest only when it is asked for', async () => {
    const user = userEvent.setup();
    show({ opened: 'artifact-bucket' });
    const button = await screen.findByRole('button', {
      name: 'Show YAML of artifact-bucket',
    });
    expect(screen.queryByText('YAML of artifact-bucket')).toBeNull();
    await user.click(button);
    expect(screen.getByText('YAML of artifact-bucket')).toBeInTheDocument();
  });

  it('has no manifest of a Secret', async () => {
    show({ opened: 'mlflow-config' });
    expect(
      await screen.findByText(/Secrets are never read/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /YAML/ })).toBeNull();
  });

  it('says so when there is nothing yet', async () => {
    show({ resources: [] });
    expect(await screen.findByText(/no resources yet/)).toBeInTheDocument();
  });
});
