import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Target } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { aResponseError, fakeApi } from '../../__testUtils__/apis';
import { renderWizard } from '../../__testUtils__/wizard';
import { EnvironmentTargetField } from './EnvironmentTargetField';

const us: Target = {
  name: 'us',
  cluster: 'ml-us',
  namespaces: ['team-a'],
  publish: 'push',
};
const eu: Target = {
  name: 'eu',
  cluster: 'ml-eu',
  namespaces: [],
  publish: 'pull-request',
};

function show(api: ReturnType<typeof fakeApi>) {
  const wizard = renderWizard({
    api,
    properties: {
      target: {
        type: 'string',
        title: 'Platform',
        'ui:field': 'MlflowEnvironmentTarget',
      },
    },
    fields: [
      { name: 'MlflowEnvironmentTarget', component: EnvironmentTargetField },
    ],
  });
  const create = async () => {
    await userEvent.click(
      await screen.findByRole('button', { name: 'Review' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    return wizard.onCreate;
  };
  return { create };
}

describe('MlflowEnvironmentTarget', () => {
  it('is not seen where there is no choice', async () => {
    const api = fakeApi({ listTargets: jest.fn(async () => [us]) });
    const { create } = show(api);
    await waitFor(() => expect(api.listTargets).toHaveBeenCalled());
    const onCreate = await create();
    expect(screen.queryByText('Platform')).toBeNull();
    expect(onCreate.mock.calls[0][0].target).toBeUndefined();
  });

  it('begins with the default and says what another choice means', async () => {
    const { create } = show(fakeApi({ listTargets: async () => [us, eu] }));
    const select = await screen.findByRole('button', { name: /us/ });
    expect(screen.getByText(/carried out at once/)).toBeInTheDocument();
    await userEvent.click(select);
    await userEvent.click(await screen.findByRole('option', { name: 'eu' }));
    expect(
      await screen.findByText('Cluster ml-eu. The request waits for a review.'),
    ).toBeInTheDocument();
    const onCreate = await create();
    expect(onCreate).toHaveBeenCalledWith({ target: 'eu' });
  });

  it('explains why there is nothing to choose from', async () => {
    const error = await aResponseError(500, 'no config');
    show(fakeApi({ listTargets: () => Promise.reject(error) }));
    expect(
      await screen.findByRole('region', {
        name: 'Could not load where environments can run',
      }),
    ).toHaveTextContent('no config');
  });
});
