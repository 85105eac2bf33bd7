import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { toError } from '@backstage/errors';
import {
  AnonymousStrategy,
  AwsIamStrategy,
  AzureIdentityStrategy,
  GoogleServiceAccountStrategy,
  ServiceAccountStrategy,
} from '@backstage/plugin-kubernetes-backend';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { MlflowEnvironmentsAuthStrategy } from '@mlops-platform/backstage-plugin-mlflow-environments-node';

/** How to sign in to a cluster, or why that isn't possible. */
export type AuthStrategyChoice =
  | { strategy: MlflowEnvironmentsAuthStrategy }
  | { unsupported: string };

const NEED_A_USER = ['aks', 'google', 'oidc'];

/** Chooses the auth strategy of a cluster by its auth provider. */
export class AuthStrategies {
  readonly #custom: ReadonlyMap<string, MlflowEnvironmentsAuthStrategy>;
  readonly #builtIn: Record<string, () => MlflowEnvironmentsAuthStrategy>;
  readonly #made = new Map<string, MlflowEnvironmentsAuthStrategy>();

  /**
   * @param options - `config` holds `kubernetes.googleServiceAccountCredentials` and `aws`; `custom` strategies, by
   *   auth provider, come before the built-in ones
   */
  constructor(options: {
    config: Config;
    logger: LoggerService;
    custom?: ReadonlyMap<string, MlflowEnvironmentsAuthStrategy>;
  }) {
    const { config, logger } = options;
    this.#custom = options.custom ?? new Map();
    // Made when first needed: some look around for a cloud's credentials as soon as they are constructed.
    this.#builtIn = {
      aws: () => new AwsIamStrategy({ config }),
      azure: () => new AzureIdentityStrategy(logger),
      googleServiceAccount: () => new GoogleServiceAccountStrategy({ config }),
      localKubectlProxy: () => new AnonymousStrategy(),
      serviceAccount: serviceAccountStrategy,
    };
  }

  choose(cluster: ClusterDetails): AuthStrategyChoice {
    const provider = cluster.authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
    if (!provider) {
      return {
        unsupported: `it has no authProvider; one of ${this.#usable()} can be watched`,
      };
    }
    try {
      const strategy = this.#custom.get(provider) ?? this.#builtInOf(provider);
      if (strategy) {
        return { strategy };
      }
    } catch (error) {
      return {
        unsupported: `authProvider '${provider}' cannot be set up: ${
          toError(error).message
        }`,
      };
    }
    return {
      unsupported: NEED_A_USER.includes(provider)
        ? `authProvider '${provider}' needs a signed-in user, and a watch has none; use one of ${this.#usable()}, or register an auth strategy for it`
        : `authProvider '${provider}' is not known; use one of ${this.#usable()}, or register an auth strategy for it`,
    };
  }

  #builtInOf(provider: string): MlflowEnvironmentsAuthStrategy | undefined {
    if (!Object.hasOwn(this.#builtIn, provider)) {
      return undefined;
    }
    let strategy = this.#made.get(provider);
    if (!strategy) {
      strategy = this.#builtIn[provider]();
      this.#made.set(provider, strategy);
    }
    return strategy;
  }

  #usable(): string {
    return [
      ...new Set([...Object.keys(this.#builtIn), ...this.#custom.keys()]),
    ].join(', ');
  }
}

/** A token in the configuration is used as it is; for one in a pod's file, the strategy loads a Kubernetes client. */
function serviceAccountStrategy(): MlflowEnvironmentsAuthStrategy {
  const inPod = new ServiceAccountStrategy();
  return {
    getCredential: async cluster => {
      const token = cluster.authMetadata.serviceAccountToken;
      return token
        ? { type: 'bearer token', token }
        : inPod.getCredential(cluster);
    },
  };
}
