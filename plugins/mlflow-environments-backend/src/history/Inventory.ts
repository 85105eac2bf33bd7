import { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  ExternalResourcesStore,
  LeftoverResource,
  OwnedResources,
} from '../database/ExternalResourcesStore';
import { fingerprint } from '../lib/fingerprint';
import { Batch, Writes } from '../lib/Writes';
import { EnvironmentRecord } from '../store';
import { externalResourcesOf, inOrder } from './externalResources';

interface KnownEnvironment {
  uid: string;
  ref: EnvironmentRef;
  /** Fingerprint. */
  resources: string;
}

/** What environments have outside of their clusters, and what gone ones left behind there. */
export class Inventory {
  /** By the environment's uid. Of what they have, enough to see when it is something else: ten thousand have a lot. */
  private readonly known = new Map<string, KnownEnvironment>();
  private leftovers: LeftoverResource[] = [];
  private readonly puts: Batch<OwnedResources> = {
    what: ({ ref }) => `what ${ref.name} has outside of its cluster`,
    run: owned => this.store.put(owned),
  };

  static async load(
    store: ExternalResourcesStore,
    writes: Writes,
  ): Promise<Inventory> {
    const inventory = new Inventory(store, writes);
    for (const { uid, ref, resources } of await store.listOwned()) {
      inventory.known.set(uid, {
        uid,
        ref,
        resources: fingerprint(inOrder(resources)),
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

  /** Environments that are known and not gone. */
  list(): KnownEnvironment[] {
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
    const seen = fingerprint(resources);
    if (this.known.get(uid)?.resources === seen) {
      return;
    }
    this.known.set(uid, { uid, ref, resources: seen });
    this.writes.addTo(this.puts, { uid, ref, resources });
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
