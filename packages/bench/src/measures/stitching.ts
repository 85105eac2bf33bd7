import { setTimeout as sleep } from 'node:timers/promises';
import { MeasuredBackend } from '../backend/startBackend';
import { Changes } from './Changes';
import { quantile } from './spread';

const PER_SECOND = 10;
const SECONDS = 8;
const POLL_MS = 100;
const PATIENCE_MS = 60_000;

interface Entity {
  spec?: { owner?: string };
}

/**
 * Changes environments' owners, and waits for each to be in the catalog as it shows it.
 *
 * @returns milliseconds, from sending the change to the API server
 */
export async function measureStitching(
  backend: MeasuredBackend,
  changes: Changes,
): Promise<{ p50: number; max: number; changes: number }> {
  const latencies: number[] = [];
  const waiting = new Map<string, { owner: string; since: number }>();
  let changing = true;
  const watch = async () => {
    const end = performance.now() + PATIENCE_MS;
    while (changing || waiting.size > 0) {
      if (performance.now() > end) {
        throw new Error(`${waiting.size} changes never reached the catalog`);
      }
      await sleep(POLL_MS);
      const refs = [...waiting.keys()];
      const owners = await ownersOf(backend, refs);
      refs.forEach((ref, index) => {
        const change = waiting.get(ref);
        if (change && owners[index] === change.owner) {
          latencies.push(performance.now() - change.since);
          waiting.delete(ref);
        }
      });
    }
  };
  const change = async () => {
    try {
      return await changes.run({
        perSecond: PER_SECOND,
        seconds: SECONDS,
        change: async (environment, index) => {
          const owner = `group:default/new-team-${index}`;
          const { namespace, name } = environment;
          waiting.set(`resource:${namespace}/${name}`, {
            owner,
            since: performance.now(),
          });
          await changes.changeOwner(environment, owner);
        },
      });
    } finally {
      changing = false;
    }
  };
  const [changed] = await Promise.all([change(), watch()]);
  latencies.sort((a, b) => a - b);
  return {
    p50: quantile(latencies, 0.5),
    max: latencies[latencies.length - 1],
    changes: changed,
  };
}

async function ownersOf(
  backend: MeasuredBackend,
  entityRefs: string[],
): Promise<Array<string | undefined>> {
  if (entityRefs.length === 0) {
    return [];
  }
  const { items } = await backend.process.post<{
    items: Array<Entity | null>;
  }>('/api/catalog/entities/by-refs', { entityRefs, fields: ['spec.owner'] });
  return items.map(entity => entity?.spec?.owner);
}
