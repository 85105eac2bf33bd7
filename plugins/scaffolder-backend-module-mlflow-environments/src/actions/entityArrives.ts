import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 300;
const PATIENCE_MS = 10_000;

/**
 * Waits until the catalog has an entity, so that the link a task ends with leads somewhere. Gives up after 10 s, or when the
 * catalog can't be asked: the entity comes all the same.
 *
 * @returns whether it is there
 */
export async function entityArrives(
  catalog: Pick<CatalogService, 'getEntityByRef'>,
  entityRef: string,
  credentials: BackstageCredentials,
): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    try {
      if (await catalog.getEntityByRef(entityRef, { credentials })) return true;
    } catch {
      return false;
    }
    await sleep(POLL_MS);
  }
  return false;
}
