import { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  HealthState,
  initialNotification,
  ObservedTransition,
  TransitionsStore,
} from '../database/TransitionsStore';
import { Batch, Writes } from '../lib/Writes';

/** The last known health of every environment in memory, written through to the database. */
export class HealthHistory {
  private readonly states: Map<string, HealthState>;
  private readonly uidsByName = new Map<string, Set<string>>();
  private readonly records: Batch<ObservedTransition> = {
    what: ({ ref, to }) => `that ${ref.name} is ${to}`,
    run: transitions => this.store.record(transitions),
  };

  static async load(
    store: TransitionsStore,
    writes: Writes,
  ): Promise<HealthHistory> {
    return new HealthHistory(await store.listStates(), store, writes);
  }

  private constructor(
    states: HealthState[],
    private readonly store: TransitionsStore,
    private readonly writes: Writes,
  ) {
    this.states = new Map(states.map(state => [state.uid, state]));
    states.forEach(state => this.index(state));
  }

  get(uid: string): HealthState | undefined {
    return this.states.get(uid);
  }

  list(): HealthState[] {
    return [...this.states.values()];
  }

  /**
   * Reads what other replicas noted: what they saw while this one couldn't, and what owners were told.
   * @returns the environments of whose past more is known now
   */
  async refresh(): Promise<EnvironmentRef[]> {
    const learned: EnvironmentRef[] = [];
    for (const stored of await this.store.listStates()) {
      const known = this.states.get(stored.uid);
      const state = known
        ? {
            ...known,
            firstReadyAt: known.firstReadyAt ?? stored.firstReadyAt,
            notifiedStatus: stored.notifiedStatus,
          }
        : stored;
      if (state.firstReadyAt !== known?.firstReadyAt) {
        learned.push(state.ref);
      }
      this.states.set(stored.uid, state);
      this.index(state);
    }
    return learned;
  }

  /** Where environments of that name were seen last, those on clusters that can't be read now included. */
  placesOf(name: string): EnvironmentRef[] {
    return [...(this.uidsByName.get(name) ?? [])].flatMap(
      uid => this.states.get(uid)?.ref ?? [],
    );
  }

  /** Notes an environment's health; the same status again changes nothing. */
  observe(transition: ObservedTransition): void {
    const { uid, ref, to, at, firstReadyAt } = transition;
    const known = this.states.get(uid);
    if (known?.status === to) {
      return;
    }
    const state = {
      uid,
      ref,
      status: to,
      since: at,
      firstReadyAt: known?.firstReadyAt ?? firstReadyAt,
      notifiedStatus: known ? known.notifiedStatus : initialNotification(to),
    };
    this.states.set(uid, state);
    this.index(state);
    this.writes.addTo(this.records, { ...transition, from: known?.status });
  }

  /**
   * Notes that the owner is being told how the environment is now.
   * @returns whether it is for the caller to tell: another replica may have
   */
  async claimNotification(uid: string): Promise<boolean> {
    const state = this.states.get(uid);
    if (!state) {
      return false;
    }
    await this.writes.settled();
    const claimed = await this.store.claimNotification(
      uid,
      state.notifiedStatus,
      state.status,
    );
    const current = this.states.get(uid);
    if (current) {
      this.states.set(uid, { ...current, notifiedStatus: state.status });
    }
    return claimed;
  }

  /** Forgets environments that are gone. */
  forget(uids: string[]): void {
    const known = uids.filter(uid => this.states.has(uid));
    if (known.length === 0) {
      return;
    }
    for (const uid of known) {
      const name = this.states.get(uid)?.ref.name ?? '';
      this.uidsByName.get(name)?.delete(uid);
      this.states.delete(uid);
    }
    this.writes.add('that environments are gone', () =>
      this.store.remove(known),
    );
  }

  private index({ uid, ref }: HealthState): void {
    const uids = this.uidsByName.get(ref.name) ?? new Set();
    this.uidsByName.set(ref.name, uids.add(uid));
  }
}
