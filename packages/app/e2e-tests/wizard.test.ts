import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { askFor, openCard, signInAs, withClone } from './demo';

const PICTURES = resolve(__dirname, '../../../docs/images');
const NAME = 'price-models';

test('a data scientist asks for an environment in the wizard, watches it become healthy and takes it away', async ({
  page,
}) => {
  await signInAs(page, 'Guest');

  await test.step('answers five questions', async () => {
    await page.getByRole('link', { name: 'Create', exact: true }).click();
    const choose = page.getByRole('button', { name: 'Choose' });
    await page
      .locator('div', {
        has: page.getByText('MLflow environment', { exact: true }),
      })
      .filter({ has: choose })
      .last()
      .getByRole('button', { name: 'Choose' })
      .click();
    const name = page.getByRole('textbox', { name: /^Name\s*\*?$/ });
    await name.fill('churn-models');
    await expect(page.getByText(/is taken|already/)).toBeVisible();
    await name.fill(NAME);
    await expect(page.getByText(`${NAME} is free.`)).toBeVisible();
    await askFor(page, NAME);
  });

  await test.step('sees what will be created, and what it costs', async () => {
    await expect(
      page.getByText(/What is created: \d+ resources/),
    ).toBeVisible();
    await expect(page.getByText(/AdvancedCluster/)).toBeVisible();
    await expect(
      page.getByText(`environments/team-a/${NAME}.yaml`).first(),
    ).toBeVisible();
    await page.screenshot({
      path: join(PICTURES, 'wizard.png'),
      fullPage: true,
    });
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
  });

  await test.step('has an entity at once, pending', async () => {
    await page.getByRole('link', { name: /your environment/i }).click();
    await expect(page.getByText('Pending', { exact: true })).toBeVisible();
  });

  await test.step('has the claim in Git', async () => {
    await withClone(async folder => {
      const claim = await readFile(
        join(folder, `environments/team-a/${NAME}.yaml`),
        'utf8',
      );
      expect(claim).toContain('kind: MLflowEnvironment');
      expect(claim).toContain('owner: group:default/team-a');
    });
  });

  await test.step('sees it come up without a reload', async () => {
    await expect(page.getByText('Provisioning', { exact: true })).toBeVisible();
    await expect(page.getByText('Healthy', { exact: true })).toBeVisible({
      timeout: 90_000,
    });
    await expect(
      page.getByText(/mlflow\.set_tracking_uri\(/).first(),
    ).toBeVisible();
    await page.screenshot({ path: join(PICTURES, 'card.png') });
  });

  await test.step('finds its resources and its pod on the same entity', async () => {
    await page.getByRole('link', { name: 'Environment', exact: true }).click();
    await expect(page.getByText('atlas-cluster').first()).toBeVisible();
    await page.getByRole('link', { name: 'Kubernetes', exact: true }).click();
    await expect(page.getByText('1 pod')).toBeVisible();
    await page.getByText('No pods with errors').first().click();
    await expect(page.getByText(`mlflow-${NAME}`).first()).toBeVisible();
  });

  await test.step('takes it away again, knowing what stays', async () => {
    await openCard(page, 'team-a', NAME);
    await page.getByRole('button', { name: 'Decommission' }).click();
    await expect(page.getByText(/What stays: \d+ resources/)).toBeVisible();
    await page.screenshot({
      path: join(PICTURES, 'decommission.png'),
      fullPage: true,
    });
    const confirmation = page.getByRole('textbox', { name: /to confirm/ });
    await confirmation.fill('another-name');
    await page.getByRole('button', { name: 'Review' }).click();
    await expect(
      page.getByText('Type the name of the environment to confirm').first(),
    ).toBeVisible();
    await confirmation.fill(NAME);
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Decommission' }).click();
    await page.getByRole('link', { name: /your environment/i }).click();
    await expect(
      page.getByText(/^Deleting$|No sign of this environment/).first(),
    ).toBeVisible();
  });

  await test.step('finds neither claim nor environment any more', async () => {
    await withClone(async folder => {
      await expect(
        readFile(join(folder, `environments/team-a/${NAME}.yaml`)),
      ).rejects.toThrow('ENOENT');
    });
    await page.goto('/mlflow-environments');
    await expect(page.getByRole('row', { name: /churn-models/ })).toBeVisible();
    await expect(page.getByRole('row', { name: NAME })).toHaveCount(0, {
      timeout: 90_000,
    });
  });
});

test('somebody without a team may look, not take away, and is told why they may not create', async ({
  page,
}) => {
  await signInAs(page, 'Victor');
  await openCard(page, 'team-a', 'churn-models');
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Decommission' })).toHaveCount(
    0,
  );

  await page.goto('/create/templates/default/create-mlflow-environment');
  await page.getByRole('textbox', { name: /^Name\s*\*?$/ }).fill('not-for-me');
  await expect(
    page
      .getByText(/lack the permission mlflow-environments.environment.create/)
      .first(),
  ).toBeVisible();
});
