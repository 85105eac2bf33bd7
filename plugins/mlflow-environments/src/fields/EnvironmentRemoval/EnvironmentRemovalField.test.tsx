import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Entity } from '@backstage/catalog-model';
import type { Target } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { fakeApi } from '../../__testUtils__/apis';
import {
  anEntity,
  anEnvironment,
  aPreview,
} from '../../__testUtils__/environments';
import { renderWizard } from '../../__testUtils__/wizard';
import { EnvironmentRemovalField } from './EnvironmentRemovalField';
import { validateEnvironmentRemoval } from './validateEnvironmentRemoval';

const target: Target = {
  name: 'us',
  cluster: 'sandbox',
  namespaces: ['team-a'],
  publish: 'pull-request',
};
const kept = {
  compositionResourceName: 'atlas-cluster',
  apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha3',
  kind: 'AdvancedCluster',
  name: 'mlflow-churn',
  waitsFor: [],
  retained: true,
};
const gone = {
  ...kept,
  compositionResourceName: 'mlflow-server',
  kind: 'Deployment',
  retained: false,
};

const anApi = (overrides = {}) =>
  fakeApi({
    getEnvironment: async () =>
      anEnvironment({
        cost: { monthly: 58, currency: 'USD', items: [], missingTags: [] },
      }),
    listTargets: async () => [{ ...target, cluster: 'other' }, target],
    createPreview: jest.fn(async () => aPreview({ resources: [kept, gone] })),
    ...overrides,
  });

function show(
  api = anApi(),
  entity: Entity = anEntity('sandbox/team-a/churn'),
) {
  return renderWizard({
    api,
    entities: [entity],
    answers: { environment: 'resource:team-a/churn' },
    properties: {
      environment: { type: 'string' },
      confirmed: { type: 'object', 'ui:field': 'MlflowEnvironmentRemoval' },
    },
    fields: [
      {
        name: 'MlflowEnvironmentRemoval',
        component: EnvironmentRemovalField,
        validation: validateEnvironmentRemoval,
      },
    ],
  });
}

const review = async () =>
  userEvent.click(await screen.findByRole('button', { name: 'Review' }));

describe('MlflowEnvironmentRemoval', () => {
  it('says what goes and what stays', async () => {
    const api = anApi();
    show(api);
    const notice = await screen.findByRole('region', {
      name: 'churn stops for everybody',
    });
    expect(notice).toHaveTextContent(
      'It is Healthy now, runs in the namespace team-a of the cluster sandbox, belongs to team-a and costs $58 / month, estimated. The request waits for a review.',
    );
    const stays = screen.getByRole('region', {
      name: 'What stays: 1 resource',
    });
    expect(
      within(stays)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['AdvancedCluster mlflow-churn']);
    expect(api.createPreview).toHaveBeenCalledWith({
      target: 'us',
      namespace: 'team-a',
      parameters: anEnvironment().parameters,
    });
  });

  it('says that nothing stays', async () => {
    show(anApi({ createPreview: async () => aPreview({ resources: [gone] }) }));
    expect(
      await screen.findByRole('heading', { name: 'Nothing stays' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/are deleted for good/)).toBeInTheDocument();
  });

  it('goes on only after the name was typed', async () => {
    const { onCreate } = show();
    const name = await screen.findByRole('textbox', {
      name: /Type churn to confirm/,
    });
    await userEvent.type(name, 'chur');
    await review();
    expect(
      await screen.findByText('Type the name of the environment to confirm'),
    ).toBeInTheDocument();

    await userEvent.type(name, 'n');
    await review();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({
      environment: 'resource:team-a/churn',
      confirmed: { target: 'us', namespace: 'team-a', environmentID: 'churn' },
    });
  });

  it.each<[string, Parameters<typeof show>, string]>([
    [
      'an entity is no environment',
      [anApi(), anEntity()],
      'Annotation mlops.example.com/environment of resource:team-a/churn is missing',
    ],
    [
      'the catalog has no such entity',
      [
        anApi(),
        { ...anEntity(), metadata: { name: 'other', namespace: 'team-a' } },
      ],
      'The catalog has no resource:team-a/churn.',
    ],
    [
      'its claim is in no target',
      [anApi({ listTargets: async () => [] })],
      'No target has claims for the namespace team-a of the cluster sandbox',
    ],
  ])('explains that %s', async (_, options, message) => {
    show(...options);
    expect(
      await screen.findByRole('region', {
        name: 'Could not load what would go',
      }),
    ).toHaveTextContent(message);
  });
});
