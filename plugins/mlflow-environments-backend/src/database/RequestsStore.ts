import { JsonObject } from '@backstage/types';

/**
 * One person's wish for one environment, as it is stored. Times are ISO 8601 UTC.
 */
export interface StoredRequest {
  /** The request's own, for as long as no composite resource has one. */
  uid: string;
  cluster: string;
  namespace: string;
  environmentID: string;
  target: string;
  /** Reserved: an action holds the name. Pending: the claim is committed. */
  state: 'Reserved' | 'Pending';
  parameters: JsonObject;
  claimPath?: string;
  commitUrl?: string;
  pullRequestUrl?: string;
  taskId?: string;
  requestedBy?: string;
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
  /** The uid of the composite resource that answered the request. */
  fulfilledUid?: string;
}

/** What a caller states; the store adds identity and times. */
export type RequestWish = Omit<
  StoredRequest,
  'uid' | 'createdAt' | 'updatedAt' | 'fulfilledUid'
>;

/** Thrown by `put` when somebody else's request holds the name. */
export class NameHeldError extends Error {
  name = 'NameHeldError';

  constructor(readonly environmentID: string) {
    super(`The name ${environmentID} is held by another request`);
  }
}

/**
 * Requests, one for each name: whoever stores first holds the name until the request expires, is withdrawn, or has been
 * answered by an environment.
 */
export interface RequestsStore {
  /** Every stored request, expired and fulfilled ones too. */
  list(): Promise<StoredRequest[]>;

  /**
   * Stores a request or moves the same one on. The same one: same place, person and task.
   * @throws NameHeldError
   */
  put(wish: RequestWish, now: Date): Promise<StoredRequest>;

  /** Notes which environment answered it. Repeating does nothing. */
  fulfil(environmentID: string, uid: string): Promise<void>;

  /** Removes it; removing what isn't there does nothing. */
  remove(uid: string): Promise<void>;
}
