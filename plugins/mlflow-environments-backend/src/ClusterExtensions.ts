import { ConflictError } from '@backstage/errors';
import {
  MlflowEnvironmentsAuthStrategy,
  MlflowEnvironmentsClustersExtensionPoint,
  MlflowEnvironmentsClusterSupplier,
} from '@mlops-platform/backstage-plugin-mlflow-environments-node';

/** Collects what modules add to the clusters. */
export class ClusterExtensions
  implements MlflowEnvironmentsClustersExtensionPoint
{
  readonly suppliers: MlflowEnvironmentsClusterSupplier[] = [];
  readonly strategies = new Map<string, MlflowEnvironmentsAuthStrategy>();

  addClusterSupplier(supplier: MlflowEnvironmentsClusterSupplier): void {
    this.suppliers.push(supplier);
  }

  addAuthStrategy(
    authProvider: string,
    strategy: MlflowEnvironmentsAuthStrategy,
  ): void {
    if (this.strategies.has(authProvider)) {
      throw new ConflictError(
        `There is an auth strategy for ${authProvider} already, two modules add one`,
      );
    }
    this.strategies.set(authProvider, strategy);
  }
}
