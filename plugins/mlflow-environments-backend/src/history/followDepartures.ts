import { Environments } from '../environments/Environments';
import { EnvironmentStore } from '../store';
import { HealthHistory } from './HealthHistory';
import { Inventory } from './Inventory';

/** Notes when environments are gone: what they left behind, and that their history needs no keeping. */
export function followDepartures(options: {
  environments: Environments;
  store: EnvironmentStore;
  history: HealthHistory;
  inventory: Inventory;
  now: () => Date;
}): void {
  const { environments, store, history, inventory, now } = options;
  environments.onChange(({ ref, before, after }) => {
    const uid = before?.detail.uid;
    const isGone = uid !== undefined && uid !== after?.detail.uid;
    // A cluster that is no longer configured still has its environments.
    if (isGone && store.coverage().clusters.includes(ref.cluster)) {
      inventory.leave(uid, now());
      history.forget([uid]);
    }
  });
}

/**
 * Notes which environments went while nobody watched. Only what is read in full tells: a cluster that is away, or one whose
 * environments may not be listed, has lost nothing.
 */
export function noteDepartures(options: {
  store: EnvironmentStore;
  history: HealthHistory;
  inventory: Inventory;
  now: () => Date;
}): void {
  const { store, history, inventory, now } = options;
  const readInFull = new Set(
    store
      .status()
      .filter(
        ({ state, kinds }) =>
          state === 'synced' &&
          kinds
            .filter(({ environments }) => environments)
            .every(kind => kind.state === 'synced'),
      )
      .map(({ cluster }) => cluster),
  );
  if (readInFull.size === 0) {
    return;
  }
  const present = new Set([...store.list()].map(({ uid }) => uid));
  const isGone = ({ uid, ref }: { uid: string; ref: { cluster: string } }) =>
    readInFull.has(ref.cluster) && !present.has(uid);

  inventory
    .list()
    .filter(isGone)
    .forEach(({ uid }) => inventory.leave(uid, now()));
  history.forget(
    history
      .list()
      .filter(isGone)
      .map(({ uid }) => uid),
  );
}
