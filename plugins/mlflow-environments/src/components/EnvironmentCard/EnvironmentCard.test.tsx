import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { EnvironmentSummary } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aFailedEnvironment,
  aHealth,
  anEnvironment,
  aPendingEnvironment,
} from '../../__testUtils__/environments';
import { aResponseError } from '../../__testUtils__/apis';
import { failed, loaded, loading } from '../../__testUtils__/loads';
import { EnvironmentCard, EnvironmentCardProblem } from './EnvironmentCard';

const show = (environment: EnvironmentSummary, resourcesHref?: string) =>
  renderInTestApp(
    <EnvironmentCard
      environment={loaded(environment)}
      resourcesHref={resourcesHref}
    />,
  );

describe('EnvironmentCard', () => {
  it('says in a word how the environment is, and for how long', async () => {
    const since = new Date(Date.now() - 3 * 60_000).toISOString();
    show(anEnvironment({ health: aHealth({ since }) }));
    expect(await screen.findByRole('status')).toHaveTextContent('Healthy');
    const time = screen.getByText('3 minutes', { selector: 'time' });
    expect(time).toHaveAttribute('dateTime', since);
    expect(time).toHaveAttribute('title', expect.stringMatching(/\d:\d\d/));
    expect(
      screen.getByRole('heading', { name: 'MLflow environment' }),
    ).toBeInTheDocument();
  });

  it('copies what a notebook needs', async () => {
    const copied: string[] = [];
    document.execCommand = () =>
      copied.push(String(document.getSelection())) > 0;
    show(anEnvironment());
    expect(
      await screen.findByText('http://mlflow-churn.team-a.svc:5000'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Copy tracking URI' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Copy Python snippet' }),
    );
    expect(copied).toEqual([
      'http://mlflow-churn.team-a.svc:5000',
      expect.stringContaining(
        'mlflow.set_tracking_uri("http://mlflow-churn.team-a.svc:5000")',
      ),
    ]);
  });

  it('leads from the environment to what fails, and says whose move it is', async () => {
    show(aFailedEnvironment(), '/resources');
    const cause = await screen.findByRole('region', { name: 'What is wrong' });
    const path = within(cause).getByRole('navigation', {
      name: 'From the environment to the cause',
    });
    expect(path).toHaveTextContent(
      /MLflowEnvironment churn.*AdvancedCluster mlflow-churn/,
    );
    expect(cause).toHaveTextContent('CreateFailed');
    expect(cause).toHaveTextContent('no quota left in US_EAST_1');
    expect(cause).toHaveTextContent(
      'The platform team raises the quota in Atlas.',
    );
    expect(
      within(cause).getByRole('link', { name: /resources/ }),
    ).toHaveAttribute('href', '/resources');
    expect(screen.queryByText('Tracking URI')).not.toBeInTheDocument();
  });

  it('shows how far provisioning has come', async () => {
    show(
      anEnvironment({
        health: aHealth({
          status: 'Provisioning',
          progress: { ready: 9, total: 18 },
        }),
      }),
    );
    const bar = await screen.findByRole('progressbar', {
      name: 'Resources that are ready',
    });
    expect(bar).toHaveAttribute('aria-valuenow', '50');
    expect(bar).toHaveAttribute('aria-valuetext', '9 of 18');
    expect(screen.getByText('9 of 18 resources ready')).toBeInTheDocument();
  });

  it('leads to the pull request that a pending environment waits for', async () => {
    show(aPendingEnvironment());
    const notice = await screen.findByRole('region', { name: 'On its way' });
    expect(
      within(notice).getByRole('link', { name: /Pull request/ }),
    ).toHaveAttribute('href', 'https://git.example.com/claims/pull/7');
    expect(notice).toHaveTextContent(/it expires/);
  });

  it('says that a request has expired', async () => {
    const pending = aPendingEnvironment();
    show({ ...pending, request: { ...pending.request!, state: 'Expired' } });
    expect(
      await screen.findByRole('region', { name: 'The request has expired' }),
    ).toHaveTextContent(/it expired/);
  });

  it.each(['Degraded', 'Deleting', 'Paused', 'Unknown'] as const)(
    'still says where an environment is that is %s',
    async status => {
      show(anEnvironment({ health: aHealth({ status }) }));
      expect(await screen.findByRole('status')).toHaveTextContent(status);
      expect(screen.getByText('Tracking URI')).toBeInTheDocument();
    },
  );

  it('admits that the cluster is out of reach', async () => {
    show(
      anEnvironment({
        stale: { since: '2026-11-01T10:00:00Z', reason: 'connect ETIMEDOUT' },
      }),
    );
    expect(
      await screen.findByRole('region', {
        name: "The cluster can't be reached",
      }),
    ).toHaveTextContent(/last known state.*connect ETIMEDOUT/);
    expect(screen.getByRole('status')).toHaveTextContent('Healthy');
  });

  it('warns that changes will not arrive', async () => {
    show(
      anEnvironment({
        reconcileError: { reason: 'ComposeResources', message: 'no function' },
      }),
    );
    expect(
      await screen.findByRole('region', { name: 'Changes will not arrive' }),
    ).toHaveTextContent(/ComposeResources no function/);
  });

  it('mentions a change under way', async () => {
    show(anEnvironment({ health: aHealth({ changing: true }) }));
    expect(
      await screen.findByText('A change is under way'),
    ).toBeInTheDocument();
  });

  it('estimates the cost and names the tags that are missing', async () => {
    show(
      anEnvironment({
        cost: {
          monthly: 57,
          currency: 'USD',
          items: [{ label: 'Database', monthly: 57, note: 'M10' }],
          missingTags: ['owner', 'cost-center'],
        },
      }),
    );
    const cost = await screen.findByRole('region', { name: 'Cost' });
    expect(cost).toHaveTextContent('$57 / month, estimated');
    expect(cost).toHaveTextContent('Cost tags missing: owner and cost-center.');
  });

  it('links to where else the environment is seen', async () => {
    show(
      anEnvironment({
        links: [
          { title: 'MLflow', url: 'https://mlflow.example.com' },
          { title: 'Argo CD', url: 'https://argocd.example.com/churn' },
        ],
      }),
    );
    const links = await screen.findByRole('list', { name: 'Links' });
    expect(within(links).getAllByRole('link')).toHaveLength(2);
  });

  it('keeps what it knows when it cannot be read again', async () => {
    renderInTestApp(
      <EnvironmentCard
        environment={loaded<EnvironmentSummary>(anEnvironment(), {
          error: new Error('network down'),
        })}
      />,
    );
    expect(
      await screen.findByRole('region', { name: 'This may be out of date' }),
    ).toHaveTextContent('network down');
    expect(screen.getByRole('status')).toHaveTextContent('Healthy');
  });

  it('shows that it is loading', async () => {
    renderInTestApp(<EnvironmentCard environment={loading()} />);
    expect(await screen.findByTestId('progress')).toBeInTheDocument();
  });

  it.each([
    [404, 'No sign of this environment'],
    [403, 'You may not see this environment'],
    [500, 'Could not load this environment'],
  ])('explains a refusal with status %p', async (status, title) => {
    const user = userEvent.setup();
    const environment = failed<EnvironmentSummary>(
      await aResponseError(status, 'because'),
    );
    renderInTestApp(<EnvironmentCard environment={environment} />);
    await screen.findByRole('region', { name: title });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(environment.refresh).toHaveBeenCalled();
  });

  it('forgets an environment that is gone', async () => {
    renderInTestApp(
      <EnvironmentCard
        environment={loaded<EnvironmentSummary>(anEnvironment(), {
          error: await aResponseError(404, 'gone'),
        })}
      />,
    );
    await screen.findByRole('region', { name: 'No sign of this environment' });
    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
  });

  it('says why an entity has no environment', async () => {
    renderInTestApp(
      <EnvironmentCardProblem problem="Annotation is missing." />,
    );
    expect(
      await screen.findByRole('region', { name: 'No environment to show' }),
    ).toHaveTextContent('Annotation is missing.');
  });
});
