import { Knex } from 'knex';
import { chunk, sortBy } from 'lodash';
import {
  EnvironmentStatus,
  HealthTransition,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  HealthState,
  initialNotification,
  ObservedTransition,
  TransitionsStore,
} from './TransitionsStore';

interface StateRow {
  uid: string;
  cluster: string;
  namespace: string;
  name: string;
  status: EnvironmentStatus;
  since: string;
  first_ready_at: string | null;
  sequence: number;
  notified_status: EnvironmentStatus | null;
}

interface TransitionRow {
  uid: string;
  sequence: number;
  from_status: EnvironmentStatus | null;
  to_status: EnvironmentStatus;
  at: string;
  reason: string | null;
  message: string | null;
  resource: string | null;
}

/** SQLite takes 999 bound values in one statement, and a row of ours has nine. */
const BATCH = 100;

const LONGEST_REASON = 255;

/** Health over time in Backstage's database. */
export class DatabaseTransitionsStore implements TransitionsStore {
  constructor(private readonly db: Knex) {}

  async listStates(): Promise<HealthState[]> {
    const rows = await this.db<StateRow>('health_states').select();
    return rows.map(row => ({
      uid: row.uid,
      ref: { cluster: row.cluster, namespace: row.namespace, name: row.name },
      status: row.status,
      since: row.since,
      firstReadyAt: row.first_ready_at ?? undefined,
      notifiedStatus: row.notified_status ?? undefined,
    }));
  }

  async record(transitions: ObservedTransition[]): Promise<number> {
    // Always in the same order, so that two replicas that write the same rows never wait for each other.
    const inOrder = sortBy(transitions, ({ uid }) => uid);
    let noted = 0;
    for (const batch of chunk(inOrder, BATCH)) {
      noted += await this.db.transaction(tx => this.recordBatch(tx, batch));
    }
    return noted;
  }

  private async recordBatch(
    tx: Knex.Transaction,
    transitions: ObservedTransition[],
  ): Promise<number> {
    const rows = await tx<StateRow>('health_states')
      .whereIn(
        'uid',
        transitions.map(({ uid }) => uid),
      )
      .select('uid');
    const known = new Set(rows.map(({ uid }) => uid));
    const firsts = new Map<string, ObservedTransition>();
    const others: ObservedTransition[] = [];
    for (const transition of transitions) {
      const { uid } = transition;
      if (known.has(uid) || firsts.has(uid)) {
        others.push(transition);
      } else {
        firsts.set(uid, transition);
      }
    }
    let noted = await this.begin(tx, [...firsts.values()]);
    for (const transition of others) {
      noted += (await this.advance(tx, transition)) ? 1 : 0;
    }
    return noted;
  }

  async claimNotification(
    uid: string,
    before: EnvironmentStatus | undefined,
    status: EnvironmentStatus,
  ): Promise<boolean> {
    const updated = await this.db<StateRow>('health_states')
      .where({ uid, status, notified_status: before ?? null })
      .update({ notified_status: status });
    return updated === 1;
  }

  async list(uid: string, limit: number): Promise<HealthTransition[]> {
    const rows = await this.db<TransitionRow>('health_transitions')
      .where({ uid })
      .orderBy('sequence', 'desc')
      .limit(limit);
    return rows.map(row => ({
      from: row.from_status ?? undefined,
      to: row.to_status,
      at: row.at,
      reason: row.reason ?? undefined,
      message: row.message ?? undefined,
      resource: row.resource ?? undefined,
    }));
  }

  async remove(uids: string[]): Promise<void> {
    for (const batch of chunk(uids, BATCH)) {
      await this.db.transaction(async tx => {
        await tx('health_transitions').whereIn('uid', batch).delete();
        await tx('health_states').whereIn('uid', batch).delete();
      });
    }
  }

  /**
   * A replica that lags behind reports old transitions, and every replica reports each. Clusters date by the second: of two changes in
   * one second, the date alone doesn't tell which is the older one.
   */
  private async isNews(
    tx: Knex.Transaction,
    known: StateRow,
    { uid, from, to, at }: ObservedTransition,
  ): Promise<boolean> {
    if (known.status === to || known.since > at) {
      return false;
    }
    if (known.status === from || known.since !== at) {
      return true;
    }
    const same = await tx<TransitionRow>('health_transitions')
      .where({ uid, to_status: to, at })
      .first();
    return same === undefined;
  }

  /** Notes the first transitions of environments, those aside that another replica has noted meanwhile. */
  private async begin(
    tx: Knex.Transaction,
    transitions: ObservedTransition[],
  ): Promise<number> {
    if (transitions.length === 0) {
      return 0;
    }
    const inserted = await tx<StateRow>('health_states')
      .insert(transitions.map(transition => nextState(undefined, transition)))
      .onConflict('uid')
      .ignore()
      .returning('uid');
    const won = new Set(inserted.map(({ uid }) => uid));
    const rows = transitions
      .filter(({ uid }) => won.has(uid))
      .map(transition => toTransitionRow(undefined, transition, 1));
    if (rows.length > 0) {
      await tx<TransitionRow>('health_transitions')
        .insert(rows)
        .onConflict(['uid', 'sequence'])
        .ignore();
    }
    return rows.length;
  }

  /** Notes a further transition of an environment. Returns whether it was news. */
  private async advance(
    tx: Knex.Transaction,
    transition: ObservedTransition,
  ): Promise<boolean> {
    const { uid } = transition;
    const known = await tx<StateRow>('health_states').where({ uid }).first();
    if (!known || !(await this.isNews(tx, known, transition))) {
      return false;
    }
    const state = nextState(known, transition);
    const updated = await tx<StateRow>('health_states')
      .where({ uid, sequence: known.sequence })
      .update(state);
    if (updated === 0) {
      return false;
    }
    await tx<TransitionRow>('health_transitions')
      .insert(toTransitionRow(known, transition, state.sequence))
      .onConflict(['uid', 'sequence'])
      .ignore();
    return true;
  }
}

function nextState(
  known: StateRow | undefined,
  transition: ObservedTransition,
): StateRow {
  const { uid, ref, to, at, firstReadyAt } = transition;
  return {
    uid,
    cluster: ref.cluster,
    namespace: ref.namespace,
    name: ref.name,
    status: to,
    since: at,
    first_ready_at: known?.first_ready_at ?? firstReadyAt ?? null,
    sequence: (known?.sequence ?? 0) + 1,
    notified_status: known
      ? known.notified_status
      : initialNotification(to) ?? null,
  };
}

function toTransitionRow(
  known: StateRow | undefined,
  transition: ObservedTransition,
  sequence: number,
): TransitionRow {
  return {
    uid: transition.uid,
    sequence,
    from_status: known?.status ?? null,
    to_status: transition.to,
    at: transition.at,
    // Kubernetes' longest reason is longer than the column, and PostgreSQL takes no more than fits.
    reason: transition.reason?.slice(0, LONGEST_REASON) ?? null,
    message: transition.message ?? null,
    resource: transition.resource ?? null,
  };
}
