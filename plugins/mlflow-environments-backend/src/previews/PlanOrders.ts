import { isDeepStrictEqual } from 'node:util';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  buildClaim,
  EnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  plan,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { shared } from '../lib/shared';
import { CompositionSettings } from './CompositionSettings';

interface KnownOrder {
  settings: PlatformSettings;
  parameters: string;
  order: readonly string[];
}

const UNKNOWN: readonly string[] = [];

/** In which order, and of how many resources, environments come to be, as far as the clusters' settings are known. */
export class PlanOrders {
  private readonly settings = new Map<string, PlatformSettings>();
  private readonly orders = new Map<string, KnownOrder>();

  constructor(
    private readonly compositions: CompositionSettings,
    private readonly logger: LoggerService,
  ) {}

  /**
   * Reads the settings of clusters again.
   * @returns the clusters whose settings are others now
   */
  async refresh(clusters: string[]): Promise<string[]> {
    const changed = await Promise.all(
      clusters.map(async cluster => {
        try {
          const settings = await this.compositions.of(cluster);
          if (isDeepStrictEqual(this.settings.get(cluster), settings)) {
            return [];
          }
          this.settings.set(cluster, settings);
          return [cluster];
        } catch (error) {
          // A cluster without the Composition is watched all the same, only its plans aren't known.
          this.logger.debug(
            `No plan for cluster ${cluster}: ${
              isError(error) ? error.message : error
            }`,
          );
          return [];
        }
      }),
    );
    return changed.flat();
  }

  /** Composition resource names in plan order; empty where no plan can be made. */
  of(ref: EnvironmentRef, parameters: JsonObject): readonly string[] {
    const settings = this.settings.get(ref.cluster);
    if (!settings) {
      return UNKNOWN;
    }
    const key = `${ref.cluster}/${ref.namespace}/${ref.name}`;
    const text = JSON.stringify(parameters);
    const known = this.orders.get(key);
    if (known?.settings === settings && known.parameters === text) {
      return known.order;
    }
    const order = shared(planOrder(ref, parameters, settings));
    this.orders.set(key, { settings, parameters: text, order });
    return order;
  }

  /** The environment is gone. */
  forget({ cluster, namespace, name }: EnvironmentRef): void {
    this.orders.delete(`${cluster}/${namespace}/${name}`);
  }
}

function planOrder(
  ref: EnvironmentRef,
  parameters: JsonObject,
  settings: PlatformSettings,
): readonly string[] {
  try {
    const claim = buildClaim({
      namespace: ref.namespace,
      parameters: { ...parameters, environmentID: ref.name },
    });
    return plan({ ...claim }, settings).map(({ name }) => name);
  } catch {
    // A claim that the function refuses has no plan; its health says why.
    return UNKNOWN;
  }
}
