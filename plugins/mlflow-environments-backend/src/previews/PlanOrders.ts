import { isDeepStrictEqual } from 'node:util';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { buildClaim } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  plan,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { CompositionSettings } from './CompositionSettings';

/** A cluster's settings, and the orders worked out with them so far, by what they depend on. */
interface ClusterPlans {
  settings: PlatformSettings;
  orders: Map<string, readonly string[]>;
}

const UNKNOWN: readonly string[] = [];

/** Far more than there are ways in which environments of one cluster differ; a bound for hostile ones. */
const MOST_ORDERS = 10_000;

/** Stands for all environments that are asked for with the same parameters. */
const ANYONE = { namespace: 'any', environmentID: 'any' };

/** In which order, and of how many resources, environments come to be, as far as the clusters' settings are known. */
export class PlanOrders {
  private readonly plans = new Map<string, ClusterPlans>();

  constructor(
    private readonly compositions: Pick<CompositionSettings, 'of'>,
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
          if (isDeepStrictEqual(this.plans.get(cluster)?.settings, settings)) {
            return [];
          }
          this.plans.set(cluster, { settings, orders: new Map() });
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
  of(cluster: string, parameters: JsonObject): readonly string[] {
    const plans = this.plans.get(cluster);
    if (!plans) {
      return UNKNOWN;
    }
    // Whose an environment is and what it is called changes the names of its objects, never which there are.
    const { environmentID, owner, costCenter, ...decisive } = parameters;
    const key = JSON.stringify(decisive);
    const known = plans.orders.get(key);
    if (known) {
      return known;
    }
    if (plans.orders.size >= MOST_ORDERS) {
      plans.orders.clear();
    }
    const order = planOrder(decisive, plans.settings);
    plans.orders.set(key, order);
    return order;
  }
}

function planOrder(
  parameters: JsonObject,
  settings: PlatformSettings,
): readonly string[] {
  const { namespace, environmentID } = ANYONE;
  try {
    const claim = buildClaim({
      namespace,
      parameters: { ...parameters, environmentID },
    });
    return plan({ ...claim }, settings).map(({ name }) => name);
  } catch {
    // A claim that the function refuses has no plan; its health says why.
    return UNKNOWN;
  }
}
