import { isDeepStrictEqual } from 'node:util';
import {
  ExternalResourcesStore,
  LeftoverResource,
  OwnedResources,
} from '../database/ExternalResourcesStore';
import { Writes } from '../lib/Writes';
import { EnvironmentRecord } from '../store';
import { externalResourcesOf, inOrder } from './externalResources';

/** What environments have outside of their clusters, and what gone ones left behind there. */
export class Inventory {
  private readonly known = new Map<string, OwnedResources>();
  private leftovers: LeftoverResource[] = [];

  static async load(
    store: ExternalResourcesStore,
    writes: Writes,
  ): Promise<Inventory> {
    const inventory = new Inventory(store, writes);
    for (const owned of await store.listOwned()) {
      inventory.known.set(owned.uid, {
        ...owned,
        resources: inOrder(owned.resources),
      });
    }
    await inventory.refresh();
    return inventory;
  }

  private constructor(
    private readonly store: ExternalResourcesStore,
    private readonly writes: Writes,
  ) {}

  /** Reads what other replicas noted. */
  async refresh(): Promise<void> {
    this.leftovers = await this.store.listLeftovers();
  }

  /** What environments of that name left behind. */
  leftoversOf(environmentID: string): LeftoverResource[] {
    return this.leftovers.filter(({ ref }) => ref.name === environmentID);
  }

  list(): OwnedResources[] {
    return [...this.known.values()];
  }

  /** Notes what an environment has. While it is being deleted, what it had is what may be left. */
  observe(record: EnvironmentRecord): void {
    const { environment, uid, ref } = record;
    if (
      !record.complete ||
      !environment ||
      environment.metadata.deletionTimestamp
    ) {
      return;
    }
    const resources = externalResourcesOf(record.resources);
    if (isDeepStrictEqual(this.known.get(uid)?.resources, resources)) {
      return;
    }
    this.known.set(uid, { uid, ref, resources });
    this.writes.add(`what ${ref.name} has outside of its cluster`, () =>
      this.store.put(uid, ref, resources),
    );
  }

  /** The environment is gone. */
  leave(uid: string, at: Date): void {
    const known = this.known.get(uid);
    if (!known) {
      return;
    }
    this.known.delete(uid);
    this.writes.add(`what ${known.ref.name} left behind`, async () => {
      await this.store.leave(uid, at);
      await this.refresh();
    });
  }
}
