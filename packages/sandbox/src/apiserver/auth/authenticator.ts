import { createHash, timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../model/status';
import type { AccessRule } from './authorizer';

/** Who makes a request. */
export interface User {
  name: string;
  uid?: string;
  groups: string[];
}

/** A bearer token that the server accepts, and what its bearer may do. */
export interface TokenOptions {
  token: string;
  /** User name; `admin` by default. */
  user?: string;
  groups?: string[];
  /** What is allowed; everything when absent. An empty list leaves it to the stored RBAC roles. */
  allow?: AccessRule[];
  /** What is refused, whatever is allowed. */
  deny?: AccessRule[];
}

export const ANONYMOUS: User = {
  name: 'system:anonymous',
  groups: ['system:unauthenticated'],
};

/** Knows bearers by their tokens. */
export class Authenticator {
  constructor(private readonly tokens: TokenOptions[]) {}

  /**
   * Who sends this Authorization header; without one, nobody in particular.
   * @throws ApiError 401 when a token is not known
   */
  authenticate(header: string | undefined): User {
    if (!header) return ANONYMOUS;
    const token = /^Bearer\s+(.+)$/i.exec(header)?.[1];
    const user = token ? this.review(token) : undefined;
    if (!user) throw unauthorized();
    return user;
  }

  /** Whose token this is, or undefined. */
  review(token: string): User | undefined {
    const found = this.tokens.find(known => isSameSecret(known.token, token));
    return found && userOf(found);
  }
}

export function userOf({ user = 'admin', groups = [] }: TokenOptions): User {
  return { name: user, groups: [...groups, 'system:authenticated'] };
}

function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
