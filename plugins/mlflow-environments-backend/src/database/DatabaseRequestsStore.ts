import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';
import { ConflictError } from '@backstage/errors';
import {
  NameHeldError,
  RequestsStore,
  RequestWish,
  StoredRequest,
} from './RequestsStore';

interface Row {
  environment_id: string;
  uid: string;
  cluster: string;
  namespace: string;
  target: string;
  state: StoredRequest['state'];
  parameters: string;
  claim_path: string | null;
  commit_url: string | null;
  pull_request_url: string | null;
  task_id: string | null;
  requested_by: string | null;
  created_at: string;
  updated_at: string;
  expires_at: string;
  fulfilled_uid: string | null;
}

/** Enough for a few replicas that write the same request at once; more means something is wrong. */
const MAX_ATTEMPTS = 5;

/** Requests in Backstage's database. Every write is one conditional statement, so replicas need no lock. */
export class DatabaseRequestsStore implements RequestsStore {
  constructor(private readonly db: Knex) {}

  async list(): Promise<StoredRequest[]> {
    const rows = await this.requests().select().orderBy('environment_id');
    return rows.map(fromRow);
  }

  async put(wish: RequestWish, now: Date): Promise<StoredRequest> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const stored = await this.tryPut(wish, now);
      if (stored) {
        return stored;
      }
    }
    throw new ConflictError(
      `The request for ${wish.environmentID} is being changed by somebody else, try again`,
    );
  }

  async fulfil(environmentID: string, uid: string): Promise<void> {
    await this.requests()
      .where({ environment_id: environmentID })
      .update({ fulfilled_uid: uid });
  }

  async remove(uid: string): Promise<void> {
    await this.requests().where({ uid }).delete();
  }

  /** One attempt; undefined when another writer came between reading and writing. */
  private async tryPut(
    wish: RequestWish,
    now: Date,
  ): Promise<StoredRequest | undefined> {
    const fresh = toRow(wish, now);
    await this.requests().insert(fresh).onConflict('environment_id').ignore();
    const found = await this.requests()
      .where({ environment_id: wish.environmentID })
      .first();
    if (!found) {
      return undefined;
    }
    if (found.uid === fresh.uid) {
      return fromRow(found);
    }

    const next = nextRow(found, fresh, now);
    if (!next) {
      throw new NameHeldError(wish.environmentID);
    }
    const updated = await this.requests()
      .where({ uid: found.uid, updated_at: found.updated_at })
      .update(next);
    return updated === 1 ? fromRow(next) : undefined;
  }

  private requests() {
    return this.db<Row>('requests');
  }
}

/** What becomes of a stored row when another one for its name comes; undefined when the stored one holds the name. */
function nextRow(stored: Row, fresh: Row, now: Date): Row | undefined {
  if (isSameRequest(stored, fresh)) {
    return {
      ...fresh,
      uid: stored.uid,
      state: stored.state === 'Pending' ? 'Pending' : fresh.state,
      claim_path: fresh.claim_path ?? stored.claim_path,
      commit_url: fresh.commit_url ?? stored.commit_url,
      pull_request_url: fresh.pull_request_url ?? stored.pull_request_url,
      created_at: stored.created_at,
      fulfilled_uid: stored.fulfilled_uid,
    };
  }
  const isFree =
    stored.fulfilled_uid !== null || stored.expires_at <= now.toISOString();
  return isFree ? fresh : undefined;
}

function isSameRequest(stored: Row, fresh: Row): boolean {
  return (
    stored.cluster === fresh.cluster &&
    stored.namespace === fresh.namespace &&
    stored.requested_by === fresh.requested_by &&
    stored.task_id === fresh.task_id
  );
}

function toRow(wish: RequestWish, now: Date): Row {
  return {
    environment_id: wish.environmentID,
    uid: randomUUID(),
    cluster: wish.cluster,
    namespace: wish.namespace,
    target: wish.target,
    state: wish.state,
    parameters: JSON.stringify(wish.parameters),
    claim_path: wish.claimPath ?? null,
    commit_url: wish.commitUrl ?? null,
    pull_request_url: wish.pullRequestUrl ?? null,
    task_id: wish.taskId ?? null,
    requested_by: wish.requestedBy ?? null,
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    expires_at: wish.expiresAt,
    fulfilled_uid: null,
  };
}

function fromRow(row: Row): StoredRequest {
  return {
    uid: row.uid,
    cluster: row.cluster,
    namespace: row.namespace,
    environmentID: row.environment_id,
    target: row.target,
    state: row.state,
    parameters: JSON.parse(row.parameters),
    claimPath: row.claim_path ?? undefined,
    commitUrl: row.commit_url ?? undefined,
    pullRequestUrl: row.pull_request_url ?? undefined,
    taskId: row.task_id ?? undefined,
    requestedBy: row.requested_by ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
    fulfilledUid: row.fulfilled_uid ?? undefined,
  };
}
