import { Knex } from 'knex';
import { chunk, sortBy } from 'lodash';
import { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  ExternalResource,
  ExternalResourcesStore,
  LeftoverResource,
  OwnedResources,
} from './ExternalResourcesStore';

interface Row {
  uid: string;
  resource: string;
  cluster: string;
  namespace: string;
  environment_id: string;
  api_version: string;
  kind: string;
  name: string;
  external_name: string;
  /** SQLite has no booleans of its own: 0 or 1. */
  retained: boolean | number;
  left_at: string | null;
}

/** SQLite takes 999 bound values in one statement, and a row of ours has eleven. */
const ROWS_AT_ONCE = 90;
const ENVIRONMENTS_AT_ONCE = 100;

/** Last known external resources in Backstage's database. */
export class DatabaseExternalResourcesStore implements ExternalResourcesStore {
  constructor(private readonly db: Knex) {}

  async put(owned: OwnedResources[]): Promise<void> {
    const newest = [...new Map(owned.map(one => [one.uid, one])).values()];
    // Always in the same order, so that two replicas that write the same rows never wait for each other.
    for (const batch of chunk(
      sortBy(newest, ({ uid }) => uid),
      ENVIRONMENTS_AT_ONCE,
    )) {
      await this.db.transaction(tx => this.putBatch(tx, batch));
    }
  }

  private async putBatch(
    tx: Knex.Transaction,
    owned: OwnedResources[],
  ): Promise<void> {
    await this.takeBack(tx, owned);
    await tx<Row>('external_resources')
      .whereIn(
        'uid',
        owned.map(({ uid }) => uid),
      )
      .delete();
    const rows = owned.flatMap(({ uid, ref, resources }) =>
      resources.map(resource => toRow(uid, ref, resource)),
    );
    for (const batch of chunk(rows, ROWS_AT_ONCE)) {
      await tx<Row>('external_resources')
        .insert(batch)
        // Another replica has seen the same.
        .onConflict(['uid', 'resource'])
        .merge();
    }
  }

  /** A claim that came back meets its retained data again, which then is nobody's leftover. */
  private async takeBack(
    tx: Knex.Transaction,
    owned: OwnedResources[],
  ): Promise<void> {
    const leftovers = await tx<Row>('external_resources')
      .whereNotNull('left_at')
      .whereIn(
        'environment_id',
        owned.map(({ ref }) => ref.name),
      );
    const has = new Set(
      owned.flatMap(({ ref, resources }) =>
        resources.map(({ externalName }) => `${ref.name}/${externalName}`),
      ),
    );
    for (const { uid, resource, ...left } of leftovers) {
      if (has.has(`${left.environment_id}/${left.external_name}`)) {
        await tx<Row>('external_resources').where({ uid, resource }).delete();
      }
    }
  }

  async leave(uid: string, at: Date): Promise<void> {
    await this.db.transaction(async tx => {
      await tx<Row>('external_resources')
        .where({ uid, retained: false })
        .delete();
      await tx<Row>('external_resources')
        .where({ uid })
        .whereNull('left_at')
        .update({ left_at: at.toISOString() });
    });
  }

  async listLeftovers(): Promise<LeftoverResource[]> {
    const rows = await this.db<Row>('external_resources')
      .whereNotNull('left_at')
      .orderBy(['left_at', 'uid', 'resource']);
    return rows.map(row => ({
      ...toResource(row),
      uid: row.uid,
      ref: toRef(row),
      leftAt: row.left_at ?? '',
    }));
  }

  async listOwned(): Promise<OwnedResources[]> {
    const rows = await this.db<Row>('external_resources').whereNull('left_at');
    const owned = new Map<string, OwnedResources>();
    for (const row of rows) {
      const { uid } = row;
      const known = owned.get(uid) ?? { uid, ref: toRef(row), resources: [] };
      known.resources.push(toResource(row));
      owned.set(uid, known);
    }
    return [...owned.values()];
  }
}

function toResource(row: Row): ExternalResource {
  return {
    resource: row.resource,
    apiVersion: row.api_version,
    kind: row.kind,
    name: row.name,
    externalName: row.external_name,
    retained: Boolean(row.retained),
  };
}

function toRef(row: Row): EnvironmentRef {
  return {
    cluster: row.cluster,
    namespace: row.namespace,
    name: row.environment_id,
  };
}

function toRow(
  uid: string,
  ref: EnvironmentRef,
  resource: ExternalResource,
): Row {
  return {
    uid,
    resource: resource.resource,
    cluster: ref.cluster,
    namespace: ref.namespace,
    environment_id: ref.name,
    api_version: resource.apiVersion,
    kind: resource.kind,
    name: resource.name,
    external_name: resource.externalName,
    retained: resource.retained,
    left_at: null,
  };
}
