import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  DefaultApiClient,
  EnvironmentSummary,
  readResponse,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

const PLUGIN_ID = 'mlflow-environments';
const PAGE_SIZE = 500;

/** Which clusters there are, and of which of them everything is known. */
export interface ClusterOverview {
  /** Every cluster that is configured, readable or not. */
  configured: Set<string>;
  /** Those whose environments are listed completely and are up to date. */
  synced: Set<string>;
  /** Whether any is still being read for the first time, so that asking again soon tells more. */
  settling: boolean;
}

/** Reads the aggregator's API as this plugin, not as a user. */
export class EnvironmentsReader {
  private readonly client: DefaultApiClient;

  constructor(private readonly auth: AuthService, discovery: DiscoveryService) {
    this.client = new DefaultApiClient({ discoveryApi: discovery });
  }

  async clusters(): Promise<ClusterOverview> {
    const { clusters } = await readResponse(
      await this.client.getStatus({}, await this.credentials()),
    );
    return {
      configured: new Set(clusters.map(({ name }) => name)),
      synced: new Set(
        clusters.filter(c => c.state === 'synced').map(({ name }) => name),
      ),
      settling: clusters.some(c => ['connecting', 'syncing'].includes(c.state)),
    };
  }

  /** All environments, or an error: never a part of them. */
  async environments(): Promise<EnvironmentSummary[]> {
    const items: EnvironmentSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await readResponse(
        await this.client.listEnvironments(
          { query: { limit: PAGE_SIZE, cursor } },
          await this.credentials(),
        ),
      );
      items.push(...page.items);
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return items;
  }

  private async credentials(): Promise<{ token: string }> {
    return this.auth.getPluginRequestToken({
      onBehalfOf: await this.auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
  }
}
