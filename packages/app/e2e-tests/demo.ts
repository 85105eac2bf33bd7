import { expect, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const CLONE_URL = 'http://sandbox:sandbox@127.0.0.1:7011/claims.git';

/** Enters as one of the demo's people, from the sign-in page. */
export async function signInAs(page: Page, title: string) {
  await page.goto('/');
  await page.getByRole('button', { name: `Enter as ${title}` }).click();
  await expect(
    page.getByRole('link', { name: 'MLflow environments' }).first(),
  ).toBeVisible();
}

/** The card on the overview of an environment's entity page. */
export async function openCard(page: Page, namespace: string, name: string) {
  await page.goto(`/catalog/${namespace}/resource/${name}`);
  await expect(
    page.getByRole('heading', { name: 'MLflow environment' }),
  ).toBeVisible();
}

/** Answers the wizard's first page for team-a and goes on to the preview. */
export async function askFor(page: Page, name: string) {
  await page.getByRole('textbox', { name: /^Name\s*\*?$/ }).fill(name);
  await page.getByLabel(/^Namespace/).fill('team-a');
  await page.getByRole('textbox', { name: /^Owner/ }).fill('Team A');
  await page.getByRole('option', { name: /Team A/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText('When the environment is removed').first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
}

/** A clone of the claims repository, made with plain git and removed afterwards. */
export async function withClone<T>(
  work: (folder: string, git: (...args: string[]) => Promise<string>) => T,
): Promise<Awaited<T>> {
  const parent = await mkdtemp(join(tmpdir(), 'claims-'));
  const folder = join(parent, 'claims');
  const git = async (...args: string[]) =>
    (
      await run('git', args, {
        cwd: folder,
        env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
      })
    ).stdout;
  try {
    await run('git', ['clone', '--quiet', CLONE_URL, folder]);
    return await work(folder, git);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}
