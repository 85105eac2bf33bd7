import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';

/**
 * Strategies cache what is costly for them. Five minutes is well within the 15 that an EKS token lives, and within
 * the fifth of its life for which a rotated service account token stays valid.
 */
const LONGEST_USE_MS = 5 * 60_000;
/** A token is not used in its last minute: clocks differ. */
const EXPIRY_MARGIN_MS = 60_000;

/** Keeps a cluster's credential for as long as it is safe to use. */
export class CredentialCache {
  readonly #fetch: () => Promise<KubernetesCredential>;
  readonly #now: () => number;
  #current?: { credential: KubernetesCredential; until: number };
  #pending?: Promise<KubernetesCredential>;

  constructor(
    fetch: () => Promise<KubernetesCredential>,
    now: () => number = Date.now,
  ) {
    this.#fetch = fetch;
    this.#now = now;
  }

  async get(): Promise<KubernetesCredential> {
    if (this.#current && this.#now() < this.#current.until) {
      return this.#current.credential;
    }
    return this.#renew();
  }

  /** A credential to use instead of one that the cluster refused. */
  async replace(refused: KubernetesCredential): Promise<KubernetesCredential> {
    // Many watches are refused at once when a token expires; the first of them renews for all.
    if (this.#current?.credential === refused) {
      this.#current = undefined;
    }
    return this.get();
  }

  #renew(): Promise<KubernetesCredential> {
    this.#pending ??= this.#fetch()
      .then(credential => {
        this.#current = { credential, until: this.#usableUntil(credential) };
        return credential;
      })
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }

  #usableUntil(credential: KubernetesCredential): number {
    const longest = this.#now() + LONGEST_USE_MS;
    const expiry =
      credential.type === 'bearer token'
        ? jwtExpiry(credential.token)
        : undefined;
    return expiry === undefined
      ? longest
      : Math.min(longest, expiry - EXPIRY_MARGIN_MS);
  }
}

/** When a token says it expires, in milliseconds since the epoch; undefined for anything but a JWT with `exp`. */
function jwtExpiry(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (!payload) {
    return undefined;
  }
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(payload, 'base64url').toString('utf8'),
    );
    return typeof claims === 'object' &&
      claims !== null &&
      'exp' in claims &&
      typeof claims.exp === 'number'
      ? claims.exp * 1000
      : undefined;
  } catch {
    return undefined;
  }
}
