import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

const USER_HEADER = 'x-demo-user';

const demoAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async () => ({ profile: {} }),
  initialize: () => ({ enabled: process.env.NODE_ENV === 'development' }),
  async authenticate({ req }, { enabled }) {
    const user = req.header(USER_HEADER);
    if (!enabled) {
      throw new AuthenticationError(
        'The demo provider signs anybody in and works in development only',
      );
    }
    if (!user) {
      throw new AuthenticationError(`The header ${USER_HEADER} names no user`);
    }
    return { result: { user } };
  },
});

/** Signs one in as any user of the catalog, so that the demo shows what different people may do. */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-provider',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: demoAuthenticator,
            signInResolver: ({ result }, ctx) =>
              ctx.signInWithCatalogUser({ entityRef: { name: result.user } }),
          }),
        });
      },
    });
  },
});
