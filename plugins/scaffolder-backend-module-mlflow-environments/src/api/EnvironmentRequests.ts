import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  ForwardedError,
  NotAllowedError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  DefaultApiClient,
  EnvironmentDetail,
  EnvironmentRef,
  EnvironmentRequest,
  Preview,
  PreviewRequest,
  RequestInput,
  TypedResponse,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

const PLUGIN_ID = 'mlflow-environments';

/** Where an environment is going to be. */
export interface RequestedEnvironment {
  cluster: string;
  namespace: string;
  environmentID: string;
}

/**
 * Environments and requests for them, as the mlflow-environments backend has them, in the name of who runs the task.
 *
 * That backend decides what they may do; what it refuses becomes one error that says whose move it is.
 */
export class EnvironmentRequests {
  private readonly client: DefaultApiClient;

  constructor(
    private readonly options: {
      auth: AuthService;
      discovery: DiscoveryService;
    },
  ) {
    this.client = new DefaultApiClient({
      discoveryApi: options.discovery,
      fetchApi: { fetch },
    });
  }

  /** Reserves a name, or moves its request on. */
  async put(
    credentials: BackstageCredentials,
    path: RequestedEnvironment,
    body: RequestInput,
  ): Promise<EnvironmentRequest> {
    return this.read(credentials, path.environmentID, token =>
      this.client.putRequest({ path, body }, { token }),
    );
  }

  /** Gives a reserved name back. */
  async withdraw(
    credentials: BackstageCredentials,
    path: RequestedEnvironment,
  ): Promise<void> {
    await this.send(credentials, path.environmentID, token =>
      this.client.deleteRequest({ path }, { token }),
    );
  }

  /** @throws ConflictError when the name can't be taken */
  async checkName(
    credentials: BackstageCredentials,
    environmentID: string,
  ): Promise<void> {
    const check = await this.read(credentials, environmentID, token =>
      this.client.checkName({ path: { environmentID } }, { token }),
    );
    if (!check.available) throw taken(environmentID, check.reason);
  }

  /** What a claim would create, by the settings of its cluster. */
  async preview(
    credentials: BackstageCredentials,
    body: PreviewRequest,
  ): Promise<Preview> {
    return this.read(
      credentials,
      String(body.parameters.environmentID),
      token => this.client.createPreview({ body }, { token }),
    );
  }

  /** The environment as it is now; undefined when there is none that the user may see. */
  async find(
    credentials: BackstageCredentials,
    ref: EnvironmentRef,
  ): Promise<EnvironmentDetail | undefined> {
    const response = await this.ask(credentials, token =>
      this.client.getEnvironment({ path: ref }, { token }),
    );
    if (response.status === 404) return undefined;
    await refuseFailure(response, ref.name);
    return response.json();
  }

  private async read<T>(
    credentials: BackstageCredentials,
    environmentID: string,
    request: (token: string) => Promise<TypedResponse<T>>,
  ): Promise<T> {
    return (await this.send(credentials, environmentID, request)).json();
  }

  private async send<T>(
    credentials: BackstageCredentials,
    environmentID: string,
    request: (token: string) => Promise<TypedResponse<T>>,
  ): Promise<TypedResponse<T>> {
    const response = await this.ask(credentials, request);
    await refuseFailure(response, environmentID);
    return response;
  }

  private async ask<T>(
    credentials: BackstageCredentials,
    request: (token: string) => Promise<TypedResponse<T>>,
  ): Promise<TypedResponse<T>> {
    const { token } = await this.options.auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: PLUGIN_ID,
    });
    return request(token).catch(unreachable);
  }
}

async function refuseFailure(
  response: TypedResponse<unknown>,
  environmentID: string,
): Promise<void> {
  if (!response.ok) {
    throw explain(await ResponseError.fromResponse(response), environmentID);
  }
}

function unreachable(error: unknown): never {
  throw new ServiceUnavailableError(
    "The MLflow environments backend can't be reached: try again when it is back",
    error,
  );
}

function explain(error: ResponseError, environmentID: string): Error {
  const { message } = error.cause;
  switch (error.statusCode) {
    case 403:
      return new NotAllowedError(
        `You may not ask for the environment ${environmentID}: ask a platform engineer for the permission (${message})`,
      );
    case 409:
      return taken(environmentID, message);
    case 502:
    case 503:
    case 504:
      return unreachable(error);
    default:
      return new ForwardedError(
        `The request for the environment ${environmentID} was refused`,
        error.cause,
      );
  }
}

function taken(environmentID: string, reason: string | undefined): Error {
  return new ConflictError(
    `The name ${environmentID} is taken${
      reason ? ` (${reason})` : ''
    }: choose another one`,
  );
}
