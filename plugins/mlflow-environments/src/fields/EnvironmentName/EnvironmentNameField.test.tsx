import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aResponseError, fakeApi } from '../../__testUtils__/apis';
import { renderWizard } from '../../__testUtils__/wizard';
import { EnvironmentNameField } from './EnvironmentNameField';
import { validateEnvironmentName } from './validateEnvironmentName';

const taken = { available: false, reason: 'churn is taken by somebody.' };

function show(api = fakeApi(), answers = {}) {
  renderWizard({
    api,
    answers,
    properties: {
      environmentID: {
        type: 'string',
        title: 'Name',
        description: 'Lower-case letters.',
        'ui:field': 'MlflowEnvironmentName',
      },
    },
    fields: [
      {
        name: 'MlflowEnvironmentName',
        component: EnvironmentNameField,
        validation: validateEnvironmentName,
      },
    ],
  });
  return api;
}

const nameInput = () => screen.findByRole('textbox', { name: /Name/ });
const goOn = async () =>
  userEvent.click(screen.getByRole('button', { name: 'Review' }));

describe('MlflowEnvironmentName', () => {
  it('explains itself before anything is typed', async () => {
    const api = show();
    expect(await nameInput()).toHaveAccessibleDescription(
      'Lower-case letters.',
    );
    expect(api.checkName).not.toHaveBeenCalled();
  });

  it('says what is wrong with a name without asking anybody', async () => {
    const api = show();
    const input = await nameInput();
    await userEvent.type(input, 'Churn Model');
    await waitFor(() =>
      expect(input).toHaveAccessibleDescription(/like "churn-model"/),
    );
    expect(input).toBeInvalid();
    expect(api.checkName).not.toHaveBeenCalled();
  });

  it('says that a name is free', async () => {
    show();
    const input = await nameInput();
    await userEvent.type(input, 'churn');
    await waitFor(() =>
      expect(input).toHaveAccessibleDescription('churn is free.'),
    );
    expect(input).toBeValid();
  });

  it('says that a name is taken, and does not go on with it', async () => {
    show(fakeApi({ checkName: async () => taken }));
    const input = await nameInput();
    await userEvent.type(input, 'churn');
    await waitFor(() =>
      expect(input).toHaveAccessibleDescription(taken.reason),
    );
    await goOn();
    expect(
      await screen.findAllByText(new RegExp(taken.reason)),
    ).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('goes on with a free name', async () => {
    show(fakeApi(), { environmentID: 'churn' });
    await nameInput();
    await goOn();
    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('does not go on with a name that could not be checked', async () => {
    const error = await aResponseError(503, 'starting');
    show(fakeApi({ checkName: () => Promise.reject(error) }), {
      environmentID: 'churn',
    });
    await nameInput();
    await goOn();
    expect(
      await screen.findAllByText(/could not be checked: starting/),
    ).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });
});
