import { setTimeout as sleep } from 'node:timers/promises';
import { arrayAt, stringAt, valueAt } from '../json';
import { KubeClient, KubeObject, ObjectType, UnknownKindError } from '../kube';

const FIELD_MANAGER = 'sandbox-kinds';
const POLL_MS = 100;
const PATIENCE_MS = 60_000;

/** Defines kinds on a running API server, again where they are there already, and resolves once all are served. */
export async function defineKinds(
  client: KubeClient,
  crds: KubeObject[],
): Promise<void> {
  for (const crd of crds) {
    await client.apply(crd, FIELD_MANAGER);
  }
  for (const crd of crds) {
    const version = arrayAt(crd.spec, 'versions').find(
      each => valueAt(each, 'served') === true,
    );
    await untilServed(client, {
      apiVersion: `${stringAt(crd.spec, 'group')}/${stringAt(version, 'name')}`,
      kind: stringAt(crd.spec, 'names', 'kind') ?? '',
    });
  }
}

/** Resolves once the API server serves a kind. Throws after a minute. */
export async function untilServed(
  client: KubeClient,
  type: ObjectType,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isServed(client, type))) {
    if (Date.now() > end) {
      throw new Error(
        `The API server does not serve ${type.kind} of ${
          type.apiVersion
        } after ${
          PATIENCE_MS / 1000
        } s; the conditions of its definition say why`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function isServed(
  client: KubeClient,
  type: ObjectType,
): Promise<boolean> {
  try {
    await client.resourceOf(type);
    return true;
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return false;
    }
    throw error;
  }
}
