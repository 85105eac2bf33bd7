import {
  RequestsStore,
  RequestWish,
  StoredRequest,
} from '../database/RequestsStore';

/** Called with the names of environments whose request changed. */
export type RequestsListener = (environmentIDs: string[]) => void;

/** Every request in memory, written through to the database and read again from it, where other replicas write too. */
export class Requests {
  private requests = new Map<string, StoredRequest>();
  private changes = 0;
  private readonly listeners = new Set<RequestsListener>();

  static async load(store: RequestsStore): Promise<Requests> {
    const requests = new Requests(store);
    await requests.refresh();
    return requests;
  }

  private constructor(private readonly store: RequestsStore) {}

  get(environmentID: string): StoredRequest | undefined {
    return this.requests.get(environmentID);
  }

  list(): StoredRequest[] {
    return [...this.requests.values()];
  }

  onChange(listener: RequestsListener): void {
    this.listeners.add(listener);
  }

  /** Reads what other replicas wrote. */
  async refresh(): Promise<void> {
    const before = this.requests;
    const { changes } = this;
    const stored = await this.store.list();
    if (this.changes !== changes) {
      // Something was written here meanwhile, which the list may be too old to have.
      return;
    }
    this.requests = new Map(
      stored.map(request => [
        request.environmentID,
        keepAnswer(request, before.get(request.environmentID)),
      ]),
    );
    const names = new Set([...before.keys(), ...this.requests.keys()]);
    this.announce(
      [...names].filter(
        name => !isSame(before.get(name), this.requests.get(name)),
      ),
    );
  }

  /**
   * Stores a request or moves it on.
   * @throws NameHeldError when another request holds the name
   */
  async put(wish: RequestWish, now: Date): Promise<StoredRequest> {
    const stored = await this.store.put(wish, now);
    this.changes += 1;
    this.requests.set(stored.environmentID, stored);
    this.announce([stored.environmentID]);
    return stored;
  }

  /**
   * An environment answered the request.
   * @returns what puts that on record
   */
  fulfil(request: StoredRequest, uid: string): () => Promise<void> {
    this.changes += 1;
    this.requests.set(request.environmentID, { ...request, fulfilledUid: uid });
    return () => this.store.fulfil(request.environmentID, uid);
  }

  async remove(request: StoredRequest): Promise<void> {
    await this.store.remove(request.uid);
    if (this.get(request.environmentID)?.uid === request.uid) {
      this.changes += 1;
      this.requests.delete(request.environmentID);
      this.announce([request.environmentID]);
    }
  }

  private announce(environmentIDs: string[]): void {
    if (environmentIDs.length > 0) {
      this.listeners.forEach(listener => listener(environmentIDs));
    }
  }
}

/** That a request was answered may be known before it is on record. */
function keepAnswer(
  stored: StoredRequest,
  known: StoredRequest | undefined,
): StoredRequest {
  return known?.uid === stored.uid && !stored.fulfilledUid
    ? { ...stored, fulfilledUid: known.fulfilledUid }
    : stored;
}

function isSame(a?: StoredRequest, b?: StoredRequest): boolean {
  return (
    a?.uid === b?.uid &&
    a?.updatedAt === b?.updatedAt &&
    a?.fulfilledUid === b?.fulfilledUid
  );
}

/** Whether the request came to its end without an environment. */
export function isExpired(request: StoredRequest, now: Date): boolean {
  return request.expiresAt <= now.toISOString();
}
