import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aResponseError, fakeApi } from '../../__testUtils__/apis';
import { aPreview } from '../../__testUtils__/environments';
import { renderWizard } from '../../__testUtils__/wizard';
import { EnvironmentPreviewField } from './EnvironmentPreviewField';
import { validateEnvironmentPreview } from './validateEnvironmentPreview';

function show(api = fakeApi()) {
  renderWizard({
    api,
    answers: { environmentID: 'churn', namespace: 'team-a', costCenter: '' },
    properties: {
      preview: { type: 'string', 'ui:field': 'MlflowEnvironmentPreview' },
    },
    fields: [
      {
        name: 'MlflowEnvironmentPreview',
        component: EnvironmentPreviewField,
        validation: validateEnvironmentPreview,
      },
    ],
  });
  return api;
}

const goOn = async () =>
  userEvent.click(screen.getByRole('button', { name: 'Review' }));

describe('MlflowEnvironmentPreview', () => {
  it('asks once for what the answers come to', async () => {
    const api = show();
    await screen.findByText('environments/team-a/churn.yaml');
    expect(api.createPreview.mock.calls).toEqual([
      [{ namespace: 'team-a', parameters: { environmentID: 'churn' } }],
    ]);
  });

  it('shows the claim, its cost and what will wait for what', async () => {
    show(
      fakeApi({
        createPreview: async () =>
          aPreview({
            cost: {
              monthly: 58,
              currency: 'USD',
              items: [
                { label: 'Database', monthly: 57, note: 'M10' },
                { label: 'Bucket', monthly: 1 },
              ],
              missingTags: [],
            },
            resources: [
              {
                compositionResourceName: 'atlas-project',
                apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha1',
                kind: 'Project',
                waitsFor: [],
                retained: true,
              },
              {
                compositionResourceName: 'mlflow-server',
                apiVersion: 'apps/v1',
                kind: 'Deployment',
                name: 'mlflow-churn',
                waitsFor: ['mlflow-config', 'server-identity'],
                retained: false,
              },
            ],
          }),
      }),
    );
    const claim = await screen.findByRole('group', { name: 'claim' });
    expect(claim).toHaveTextContent('kind: MLflowEnvironment');
    expect(
      screen.getByRole('heading', { name: 'What is created: 2 resources' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Database' })).toHaveTextContent(
      /atlas-project: Project.*; kept when/,
    );
    expect(screen.getByRole('region', { name: 'Server' })).toHaveTextContent(
      'mlflow-server: Deployment mlflow-churn, after mlflow-config and server-identity',
    );
    const cost = screen.getByRole('region', { name: 'Cost' });
    expect(
      within(cost).getByRole('rowheader', { name: 'Bucket' }),
    ).toBeVisible();
  });

  it('goes on when nothing is in the way', async () => {
    show();
    await screen.findByText('environments/team-a/churn.yaml');
    await goOn();
    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('names what would be refused, and does not go on with it', async () => {
    show(
      fakeApi({
        createPreview: async () =>
          aPreview({
            problems: [
              {
                path: 'spec.parameters.deletionPolicy',
                message: 'Production requires Orphan.',
              },
            ],
          }),
      }),
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'spec.parameters.deletionPolicy: Production requires Orphan.',
    );
    await goOn();
    await waitFor(() =>
      expect(
        screen.getAllByText(/Production requires Orphan/).length,
      ).toBeGreaterThan(1),
    );
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('explains why there is no preview', async () => {
    const error = await aResponseError(400, 'unknown target');
    show(fakeApi({ createPreview: () => Promise.reject(error) }));
    expect(
      await screen.findByRole('region', {
        name: 'Could not load the preview',
      }),
    ).toHaveTextContent('unknown target');
  });
});
