import { expect, test } from '@playwright/test';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openCard, signInAs, withClone } from './demo';

const CLAIM = resolve(
  __dirname,
  '../../../crossplane/examples/dev-team-a-project.yaml',
);

test('a claim pushed with plain git becomes healthy and an entity', async ({
  page,
}) => {
  await withClone(async (folder, git) => {
    const target = join(folder, 'environments/data-science-projects');
    await mkdir(target, { recursive: true });
    await cp(CLAIM, join(target, 'dev-team-a-project.yaml'));
    await git('add', '.');
    await git(
      ...['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com'],
      ...['commit', '--quiet', '-m', 'Ask for an environment'],
    );
    await git('push', '--quiet', 'origin', 'HEAD:main');
  });

  await signInAs(page, 'Petra');
  await page.goto('/mlflow-environments');
  const row = page.getByRole('row', { name: /dev-team-a-project/ });
  await expect(row).toBeVisible();
  await expect(row.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 90_000,
  });
  await openCard(page, 'data-science-projects', 'dev-team-a-project');
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
});
