import { AuthService, HttpAuthService } from '@backstage/backend-plugin-api';
import { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { callerOf } from './callerOf';

const MINUTE = 60_000;

/** Backstage's error handler answers with this status, in its own shape. */
class TooManyRequestsError extends Error {
  readonly name = 'TooManyRequestsError';
  readonly status = 429;
}

/**
 * Lets each caller do something so many times a minute, counted in this process. Who calls matters, not from where: behind a
 * proxy all callers have one address.
 *
 * @param perMinute - 0 for any number of times
 */
export function limitRate(options: {
  what: string;
  perMinute: number;
  auth: AuthService;
  httpAuth: HttpAuthService;
}): RequestHandler {
  const { what, perMinute, auth, httpAuth } = options;
  return rateLimit({
    windowMs: MINUTE,
    limit: perMinute,
    skip: () => perMinute === 0,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: async req =>
      callerOf(
        auth,
        await httpAuth.credentials(req, { allow: ['user', 'service'] }),
      ),
    handler: (_req, _res, next) =>
      next(
        new TooManyRequestsError(
          `Only ${perMinute} ${what} a minute are answered to one caller, try again in a moment`,
        ),
      ),
  });
}
