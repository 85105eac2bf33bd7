import { ResponseError } from '@backstage/errors';
import {
  DefaultApiClient,
  type EnvironmentRef,
  type PreviewRequest,
  type TypedResponse,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type {
  EnvironmentsQuery,
  MlflowEnvironmentsApi,
} from './MlflowEnvironmentsApi';

/**
 * Talks to the mlflow-environments backend through the client generated from its OpenAPI document.
 *
 * @public
 */
export class MlflowEnvironmentsClient implements MlflowEnvironmentsApi {
  readonly #client: DefaultApiClient;

  constructor(options: ConstructorParameters<typeof DefaultApiClient>[0]) {
    this.#client = new DefaultApiClient(options);
  }

  async listEnvironments(query: EnvironmentsQuery) {
    return body(await this.#client.listEnvironments({ query }));
  }

  async getEnvironment(ref: EnvironmentRef) {
    return body(await this.#client.getEnvironment({ path: ref }));
  }

  async listEvents(ref: EnvironmentRef) {
    const list = await body(
      await this.#client.listEnvironmentEvents({ path: ref }),
    );
    return list.items;
  }

  async listHistory(ref: EnvironmentRef) {
    const list = await body(
      await this.#client.listEnvironmentHistory({ path: ref }),
    );
    return list.items;
  }

  async getManifest(ref: EnvironmentRef, resource: string) {
    return body(
      await this.#client.getEnvironmentManifest({ path: { ...ref, resource } }),
    );
  }

  async checkName(environmentID: string) {
    return body(await this.#client.checkName({ path: { environmentID } }));
  }

  async createPreview(request: PreviewRequest) {
    return body(await this.#client.createPreview({ body: request }));
  }

  async listClusters() {
    const { clusters } = await body(await this.#client.getStatus({}));
    return clusters;
  }

  async listTargets() {
    const list = await body(await this.#client.listTargets({}));
    return list.items;
  }
}

async function body<T>(response: TypedResponse<T>): Promise<T> {
  if (!response.ok) {
    throw await ResponseError.fromResponse(response);
  }
  return response.json();
}
