import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_KUBERNETES_API_SERVER,
  ANNOTATION_KUBERNETES_API_SERVER_CA,
  ANNOTATION_KUBERNETES_AUTH_PROVIDER,
  ANNOTATION_KUBERNETES_SKIP_TLS_VERIFY,
} from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { MlflowEnvironmentsClusterSupplier } from '@mlops-platform/backstage-plugin-mlflow-environments-node';
import {
  checkCatalogClusterUrl,
  type CatalogClusterTrust,
} from './catalogClusterUrl';

/**
 * Clusters that the catalog describes, as `Resource` entities of type `kubernetes-cluster`.
 *
 * Whoever may register entities decides what is in the catalog, and we send credentials to what is listed here. The
 * kubernetes plugin's precautions hold: only public HTTPS addresses, no switching off of TLS checks, no service
 * account tokens out of annotations, each unless the configuration trusts the catalog with it.
 */
export class CatalogClusterSupplier
  implements MlflowEnvironmentsClusterSupplier
{
  readonly #catalog: CatalogService;
  readonly #trust: CatalogClusterTrust;
  readonly #logger: LoggerService;

  static fromConfig(
    locator: Config,
    options: { catalog: CatalogService; logger: LoggerService },
  ): CatalogClusterSupplier {
    return new CatalogClusterSupplier(
      options.catalog,
      {
        allowedHosts:
          locator.getOptionalStringArray('dangerouslyAllowClusterUrls') ?? [],
        allowSkipTlsVerify:
          locator.getOptionalBoolean('dangerouslyAllowSkipTLSVerify') ?? false,
      },
      options.logger,
    );
  }

  private constructor(
    catalog: CatalogService,
    trust: CatalogClusterTrust,
    logger: LoggerService,
  ) {
    this.#catalog = catalog;
    this.#trust = trust;
    this.#logger = logger;
  }

  async getClusters(
    options: Parameters<MlflowEnvironmentsClusterSupplier['getClusters']>[0],
  ): Promise<ClusterDetails[]> {
    const { items } = await this.#catalog.getEntities(
      { filter: { kind: 'Resource', 'spec.type': 'kubernetes-cluster' } },
      options,
    );
    const clusters: ClusterDetails[] = [];
    for (const entity of items) {
      try {
        const cluster = await this.#toCluster(entity);
        if (cluster) {
          clusters.push(cluster);
        }
      } catch (error) {
        this.#logger.warn(
          `Ignoring the kubernetes-cluster Resource '${entity.metadata.name}'`,
          toError(error),
        );
      }
    }
    return clusters;
  }

  async #toCluster(entity: Entity): Promise<ClusterDetails | undefined> {
    const annotations = entity.metadata.annotations ?? {};
    const url = annotations[ANNOTATION_KUBERNETES_API_SERVER];
    const caData = annotations[ANNOTATION_KUBERNETES_API_SERVER_CA];
    const provider = annotations[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
    if (!url || !caData || !provider) {
      // Not all clusters in a catalog are meant to be reached; the kubernetes plugin skips them too.
      return undefined;
    }
    if (provider === 'serviceAccount') {
      throw new Error(
        "authProvider 'serviceAccount' would send Backstage's own token to an address from the catalog; configure the cluster in app-config instead",
      );
    }
    await checkCatalogClusterUrl(url, this.#trust);
    return {
      name: entity.metadata.name,
      title: entity.metadata.title,
      url,
      caData,
      skipTLSVerify:
        this.#trust.allowSkipTlsVerify &&
        annotations[ANNOTATION_KUBERNETES_SKIP_TLS_VERIFY] === 'true',
      authMetadata: Object.fromEntries(
        Object.entries(annotations).filter(([key]) =>
          key.startsWith('kubernetes.io/'),
        ),
      ),
    };
  }
}
