import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  Coverage,
  DefaultApiClient,
  EnvironmentSummary,
  readResponse,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

const PLUGIN_ID = 'mlflow-environments';
const PAGE_SIZE = 500;

const NOTHING_SURE: Coverage = {
  clusters: [],
  readInFull: [],
  allClusters: false,
};

/** All environments, and what it means that another one isn't among them. */
export interface EnvironmentsReading {
  environments: EnvironmentSummary[];
  coverage: Coverage;
}

/** Reads the aggregator's API as this plugin, not as a user. */
export class EnvironmentsReader {
  private readonly client: DefaultApiClient;

  constructor(private readonly auth: AuthService, discovery: DiscoveryService) {
    this.client = new DefaultApiClient({ discoveryApi: discovery });
  }

  /**
   * Whether the aggregator is still reading for the first time what it will have read in a moment, clusters that can't be
   * reached aside.
   */
  async isSettling(): Promise<boolean> {
    const { clusters } = await readResponse(
      await this.client.getStatus({}, await this.credentials()),
    );
    const isBeingRead = clusters.some(
      ({ state, error }) =>
        state === 'syncing' || (state === 'connecting' && !error),
    );
    // Without any cluster, it hasn't looked for them yet, as a rule.
    return isBeingRead || clusters.length === 0;
  }

  /** All environments, or an error: never a part of them. */
  async read(): Promise<EnvironmentsReading> {
    const environments: EnvironmentSummary[] = [];
    const coverages: Coverage[] = [];
    let cursor: string | undefined;
    do {
      const page = await readResponse(
        await this.client.listEnvironments(
          { query: { limit: PAGE_SIZE, cursor } },
          await this.credentials(),
        ),
      );
      environments.push(...page.items);
      coverages.push(page.coverage ?? NOTHING_SURE);
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return { environments, coverage: sureOf(coverages) };
  }

  private async credentials(): Promise<{ token: string }> {
    return this.auth.getPluginRequestToken({
      onBehalfOf: await this.auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
  }
}

/** Pages may come from different replicas, of which one has read what another still reads: what all of them are sure of. */
export function sureOf(coverages: Coverage[]): Coverage {
  return {
    clusters: [...new Set(coverages.flatMap(({ clusters }) => clusters))],
    readInFull: coverages
      .map(({ readInFull }) => readInFull)
      .reduce((sure, page) => sure.filter(cluster => page.includes(cluster))),
    allClusters: coverages.every(({ allClusters }) => allClusters),
  };
}
