import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  EnvironmentEventList,
  EnvironmentHistory,
  EnvironmentList,
  EnvironmentManifest,
  EnvironmentRef,
  environmentReadPermission,
  formatEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { ClusterClients, requireClient } from '../clusterClients';
import { TransitionsStore } from '../database/TransitionsStore';
import { Environments } from '../environments/Environments';
import { EnvironmentView } from '../environments/EnvironmentView';
import { EnvironmentQuery, queryEnvironments } from '../environments/query';
import { ObjectRef } from '../inspection/ApiPaths';
import { EventsReader } from '../inspection/EventsReader';
import { ManifestReader } from '../inspection/ManifestReader';
import { readForPeople } from '../inspection/readForPeople';
import { EnvironmentAuthorizer } from '../permissions/EnvironmentAuthorizer';
import { Requests } from '../requests/Requests';
import { EnvironmentStore } from '../store';

/** The `resource` by which the composite resource itself is asked for. */
const ITSELF = 'environment';
const HISTORY_LIMIT = 200;

/** Reads environments for somebody: what they may not read isn't there. */
export class EnvironmentService {
  constructor(
    private readonly options: {
      environments: Environments;
      store: EnvironmentStore;
      requests: Requests;
      transitions: TransitionsStore;
      clusters: ClusterClients;
      events: EventsReader;
      manifests: ManifestReader;
      authorizer: EnvironmentAuthorizer;
      logger: LoggerService;
    },
  ) {}

  async list(
    query: EnvironmentQuery,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentList> {
    const grant = await this.options.authorizer.grantFor(
      environmentReadPermission,
      credentials,
    );
    const { environments, store } = this.options;
    return {
      ...queryEnvironments(environments.table, query, grant),
      coverage: store.coverage(),
    };
  }

  /** Throws a NotFoundError alike for what isn't there and for what the caller may not read. */
  async get(
    ref: EnvironmentRef,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentView> {
    const grant = await this.options.authorizer.grantFor(
      environmentReadPermission,
      credentials,
    );
    const view = this.options.environments.get(ref);
    if (!view || !grant.includes(view.facts)) {
      throw new NotFoundError(
        `There is no environment ${formatEnvironmentRef(ref)} that you may see`,
      );
    }
    return view;
  }

  async events(
    ref: EnvironmentRef,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentEventList> {
    const { detail } = await this.get(ref, credentials);
    const itself = this.itselfOf(ref);
    if (itself.length === 0 && detail.resources.length === 0) {
      return { items: [] };
    }
    const { clusters, events, logger } = this.options;
    const client = requireClient(clusters, ref.cluster);
    const items = await readForPeople(
      () => events.read(client, detail, itself),
      logger,
    );
    return { items };
  }

  async history(
    ref: EnvironmentRef,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentHistory> {
    const { detail } = await this.get(ref, credentials);
    const request = this.options.requests.get(ref.name);
    const asked =
      request?.uid === detail.uid || request?.fulfilledUid === detail.uid
        ? [{ to: 'Pending' as const, at: request.createdAt }]
        : [];
    const transitions = await this.options.transitions.list(
      detail.uid,
      HISTORY_LIMIT,
    );
    return { items: [...transitions, ...asked] };
  }

  /** @param resource - composition resource name, or `environment` */
  async manifest(
    ref: EnvironmentRef,
    resource: string,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentManifest> {
    const { detail } = await this.get(ref, credentials);
    const [object] =
      resource === ITSELF
        ? this.itselfOf(ref)
        : detail.resources.filter(
            ({ compositionResourceName, name }) =>
              (compositionResourceName ?? name) === resource,
          );
    if (!object) {
      throw new NotFoundError(
        `Environment ${formatEnvironmentRef(ref)} has no resource ${resource}`,
      );
    }
    const { clusters, manifests, logger } = this.options;
    const client = requireClient(clusters, ref.cluster);
    return readForPeople(() => manifests.read(client, object), logger);
  }

  /** The composite resource, and for a legacy claim the cluster-scoped composite behind it. */
  private itselfOf(ref: EnvironmentRef): ObjectRef[] {
    const { environment, composite } = this.options.store.get(ref) ?? {};
    return [environment, composite].flatMap(object =>
      object
        ? [
            {
              apiVersion: object.apiVersion,
              kind: object.kind,
              namespace: object.metadata.namespace,
              name: object.metadata.name,
            },
          ]
        : [],
    );
  }
}
