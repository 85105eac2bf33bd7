export {
  startApiServer,
  type ApiServer,
  type ApiServerOptions,
} from './server';
export type { TokenOptions } from './auth/authenticator';
export type { AccessRule } from './auth/authorizer';
