import { expect, test } from '@playwright/test';
import { join, resolve } from 'node:path';
import { openCard, signInAs } from './demo';

const PICTURES = resolve(__dirname, '../../../docs/images');

test('a failing environment says what is wrong, and whose move it is', async ({
  page,
}) => {
  await signInAs(page, 'Bob');
  await openCard(page, 'team-b', 'fraud-detection');
  await expect(page.getByText('Failed', { exact: true })).toBeVisible();
  await expect(page.getByText(/BucketAlreadyExists/).first()).toBeVisible();
  await expect(page.getByText(/^You: the name is taken/)).toBeVisible();
  await page.screenshot({ path: join(PICTURES, 'failed.png') });
});

test('the page lists what one may see, live, and narrows it down', async ({
  page,
}) => {
  await signInAs(page, 'Guest');
  await page.goto('/mlflow-environments');
  const row = (name: string) =>
    page.getByRole('row', { name: new RegExp(name) });
  await expect(row('churn-models')).toContainText('Healthy');
  await expect(row('demand-forecast')).toContainText('Provisioning');
  await page.screenshot({ path: join(PICTURES, 'environments.png') });

  await page.getByRole('checkbox', { name: /^Failed/ }).check();
  await expect(row('churn-models')).toBeHidden();
  await expect(row('fraud-detection')).toBeVisible();
});

test('what one may not see is not there', async ({ page }) => {
  await signInAs(page, 'Bob');
  await page.goto('/mlflow-environments');
  await expect(page.getByRole('row', { name: /churn-models/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /demand-forecast/ })).toBeHidden();

  await openCard(page, 'data-science-projects', 'demand-forecast');
  await expect(page.getByText(/you may not see it/)).toBeVisible();
});

test('the page says which cluster is out of reach', async ({ page }) => {
  await page.route('**/api/mlflow-environments/status', async route => {
    const response = await route.fetch();
    const { clusters } = await response.json();
    await route.fulfill({
      response,
      json: {
        clusters: [
          ...clusters,
          {
            name: 'ml-eu',
            state: 'stale',
            since: new Date(Date.now() - 12 * 60_000).toISOString(),
            error: 'The cluster can not be read at the moment',
            lagSeconds: 720,
            environments: 41,
            kinds: [],
          },
        ],
      },
    });
  });
  await signInAs(page, 'Guest');
  await page.goto('/mlflow-environments');
  await expect(page.getByRole('row', { name: /^ml-eu/ })).toContainText(
    'Out of reach',
  );
  await expect(page.getByRole('row', { name: /churn-models/ })).toBeVisible();
});
