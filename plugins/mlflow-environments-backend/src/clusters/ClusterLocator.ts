import { lookup } from 'node:dns/promises';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type {
  MlflowEnvironmentsAuthStrategy,
  MlflowEnvironmentsClusterSupplier,
} from '@mlops-platform/backstage-plugin-mlflow-environments-node';
import { AuthStrategies, type AuthStrategyChoice } from './authStrategies';
import { CatalogClusterSupplier } from './CatalogClusterSupplier';
import { readConfigClusters } from './configClusters';

/** A cluster of the configuration, with the way to sign in to it. */
export type LocatedCluster = {
  details: ClusterDetails;
  /** Whether it is the first one listed: entities of its environments carry no cluster in their names. */
  default: boolean;
} & AuthStrategyChoice;

/** The clusters known at one moment. */
export interface LocatedClusters {
  clusters: LocatedCluster[];
  /** False when a supplier didn't answer: its clusters are the last ones it told, or not here yet. */
  complete: boolean;
}

/** Finds the clusters that the kubernetes configuration and other modules name. */
export class ClusterLocator {
  readonly #suppliers: MlflowEnvironmentsClusterSupplier[];
  readonly #lastAnswers = new Map<
    MlflowEnvironmentsClusterSupplier,
    ClusterDetails[]
  >();
  readonly #strategies: AuthStrategies;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;

  /**
   * Reads `kubernetes.clusterLocatorMethods`.
   *
   * @param options - `suppliers` and `strategies` are those that modules registered
   */
  static fromConfig(
    config: Config,
    options: {
      logger: LoggerService;
      auth: AuthService;
      catalog: CatalogService;
      suppliers?: MlflowEnvironmentsClusterSupplier[];
      strategies?: ReadonlyMap<string, MlflowEnvironmentsAuthStrategy>;
    },
  ): ClusterLocator {
    const { logger, auth } = options;
    const configured = (
      config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? []
    ).flatMap(method => supplierOf(method, options) ?? []);
    return new ClusterLocator(
      [...configured, ...(options.suppliers ?? [])],
      new AuthStrategies({ config, logger, custom: options.strategies }),
      auth,
      logger,
    );
  }

  private constructor(
    suppliers: MlflowEnvironmentsClusterSupplier[],
    strategies: AuthStrategies,
    auth: AuthService,
    logger: LoggerService,
  ) {
    this.#suppliers = suppliers;
    this.#strategies = strategies;
    this.#auth = auth;
    this.#logger = logger;
  }

  /** Asks every supplier. Never rejects: a supplier that fails keeps the clusters it named before. */
  async locate(): Promise<LocatedClusters> {
    const answers = await Promise.all(
      this.#suppliers.map(supplier => this.#ask(supplier)),
    );
    // The order decides which cluster is the default one, and so how entities are called: clusters wait for what is
    // listed before them to be known.
    const silent = answers.findIndex(({ details }) => !details);
    const known = silent === -1 ? answers : answers.slice(0, silent);
    return {
      clusters: this.#distinct(
        known.flatMap(({ details }) => details ?? []),
      ).map((details, index) => ({
        details,
        default: index === 0,
        ...this.#strategies.choose(details),
      })),
      complete: answers.every(({ answered }) => answered),
    };
  }

  async #ask(
    supplier: MlflowEnvironmentsClusterSupplier,
  ): Promise<{ details?: ClusterDetails[]; answered: boolean }> {
    try {
      const credentials = await this.#auth.getOwnServiceCredentials();
      const details = await supplier.getClusters({ credentials });
      this.#lastAnswers.set(supplier, details);
      return { details, answered: true };
    } catch (error) {
      this.#logger.warn('Cannot list clusters', toError(error));
      return { details: this.#lastAnswers.get(supplier), answered: false };
    }
  }

  #distinct(clusters: ClusterDetails[]): ClusterDetails[] {
    const byName = new Map<string, ClusterDetails>();
    for (const details of clusters) {
      if (byName.has(details.name)) {
        this.#logger.warn(
          `There is more than one cluster '${details.name}'; the first one listed is used`,
        );
      } else {
        byName.set(details.name, details);
      }
    }
    return [...byName.values()];
  }
}

function supplierOf(
  method: Config,
  options: { catalog: CatalogService; logger: LoggerService },
): MlflowEnvironmentsClusterSupplier | undefined {
  const type = method.getString('type');
  switch (type) {
    case 'config': {
      const clusters = readConfigClusters(method);
      return { getClusters: async () => clusters };
    }
    case 'catalog':
      return CatalogClusterSupplier.fromConfig(method, options);
    case 'localKubectlProxy':
      return { getClusters: localKubectlProxy };
    default:
      options.logger.warn(
        `Clusters of kubernetes.clusterLocatorMethods type '${type}' are not watched; a module can add them with mlflowEnvironmentsClustersExtensionPoint`,
      );
      return undefined;
  }
}

/** `kubectl proxy` listens on one address family only, IPv4 unless told otherwise. */
async function localKubectlProxy(): Promise<ClusterDetails[]> {
  const { address } = await lookup('localhost', { order: 'ipv4first' });
  return [
    {
      name: 'local',
      url: `http://${address.includes(':') ? `[${address}]` : address}:8001`,
      authMetadata: {
        [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'localKubectlProxy',
      },
    },
  ];
}
