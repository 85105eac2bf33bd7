import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';

/** The user's entity ref, or the subject of a service. */
export function callerOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): string {
  if (auth.isPrincipal(credentials, 'user')) {
    return credentials.principal.userEntityRef;
  }
  return auth.isPrincipal(credentials, 'service')
    ? credentials.principal.subject
    : '';
}
