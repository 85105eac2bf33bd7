import { ConflictError, InputError } from '@backstage/errors';
import {
  buildClaim,
  EnvironmentRef,
  EnvironmentRequest,
  entityRefOf,
  RequestInput,
  validateClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentsConfig } from '../config';
import { NameHeldError, StoredRequest } from '../database/RequestsStore';
import { isHttpUrl } from '../environments/links';
import { toApiRequest } from '../environments/requested';
import { toJsonObject } from '../lib/json';
import { withoutCredentials } from '../lib/withoutCredentials';
import { Targets } from '../targets';
import { Names, REQUESTED } from './Names';
import { Requests } from './Requests';

/** Takes requests for environments, from the reservation of a name to the claim's commit. */
export class RequestService {
  constructor(
    private readonly options: {
      requests: Requests;
      names: Names;
      targets: Targets;
      lifetimes: EnvironmentsConfig['requests'];
      defaultCluster: () => string;
      now: () => Date;
    },
  ) {}

  /**
   * Reserves a name, or notes that the claim of a reserved one is committed. Repeating either does nothing new.
   *
   * @throws InputError for what can't be asked for, ConflictError for a name that isn't free
   */
  async put(
    ref: EnvironmentRef,
    input: RequestInput,
    requestedBy: string,
  ): Promise<EnvironmentRequest> {
    const target = this.options.targets.require(input.target, ref.namespace);
    if (target.cluster !== ref.cluster) {
      throw new InputError(
        `Target ${target.name} puts claims on cluster ${target.cluster}, not on ${ref.cluster}`,
      );
    }
    requireClaim(ref, input);
    requireLinks(input);
    this.requireFree(ref, input, requestedBy);

    const now = this.options.now();
    const stored = await this.store(
      {
        ...ref,
        environmentID: ref.name,
        target: target.name,
        state: input.state,
        parameters: toJsonObject(input.parameters),
        claimPath: input.claimPath,
        commitUrl: plain(input.commitUrl),
        pullRequestUrl: plain(input.pullRequestUrl),
        taskId: input.taskId,
        requestedBy,
        expiresAt: this.expiryOf(input, now),
      },
      now,
    );
    return this.toApi(stored, now);
  }

  /** The request for exactly this place, if there is one that no environment answered. */
  find(ref: EnvironmentRef): StoredRequest | undefined {
    const request = this.options.requests.get(ref.name);
    return request &&
      !request.fulfilledUid &&
      request.cluster === ref.cluster &&
      request.namespace === ref.namespace
      ? request
      : undefined;
  }

  async withdraw(request: StoredRequest): Promise<void> {
    await this.options.requests.remove(request);
  }

  private toApi(request: StoredRequest, now: Date): EnvironmentRequest {
    const { cluster, namespace, environmentID } = request;
    return toApiRequest(
      request,
      entityRefOf(
        { cluster, namespace, name: environmentID },
        this.options.defaultCluster(),
      ),
      now,
    );
  }

  /** The cluster may have the environment before its request is on record as committed: then the name is its own. */
  private requireFree(
    ref: EnvironmentRef,
    input: RequestInput,
    requestedBy: string,
  ): void {
    const held = this.options.requests.get(ref.name);
    const isOwn =
      held?.requestedBy === requestedBy &&
      held.taskId === input.taskId &&
      held.cluster === ref.cluster &&
      held.namespace === ref.namespace;
    if (input.state === 'Pending' && isOwn) {
      return;
    }
    const reason = this.options.names.whyNotFree(
      ref.name,
      toJsonObject(input.parameters),
    );
    if (reason) {
      throw new ConflictError(reason);
    }
  }

  private async store(
    wish: Parameters<Requests['put']>[0],
    now: Date,
  ): Promise<StoredRequest> {
    try {
      return await this.options.requests.put(wish, now);
    } catch (error) {
      if (error instanceof NameHeldError) {
        throw new ConflictError(REQUESTED);
      }
      throw error;
    }
  }

  private expiryOf({ state }: RequestInput, now: Date): string {
    const { reservedForMs, pendingForMs } = this.options.lifetimes;
    const lifetime = state === 'Reserved' ? reservedForMs : pendingForMs;
    return new Date(now.getTime() + lifetime).toISOString();
  }
}

/** Whoever pushed with a token in the URL hasn't put the token on record. */
function plain(url: string | undefined): string | undefined {
  return url === undefined ? undefined : withoutCredentials(url);
}

/** What is put on record must be what a cluster would accept. */
function requireClaim(ref: EnvironmentRef, { parameters }: RequestInput): void {
  if (parameters.environmentID !== ref.name) {
    throw new InputError(
      `parameters.environmentID must be ${ref.name}, as in the path`,
    );
  }
  const [problem] = validateClaim(
    buildClaim({
      namespace: ref.namespace,
      parameters: { ...parameters, environmentID: ref.name },
    }),
  );
  if (problem) {
    throw new InputError(`${problem.path} ${problem.message}`);
  }
}

/** These end in a browser's `href`. */
function requireLinks({ commitUrl, pullRequestUrl }: RequestInput): void {
  for (const [field, url] of Object.entries({ commitUrl, pullRequestUrl })) {
    if (url !== undefined && !isHttpUrl(url)) {
      throw new InputError(`${field} must be an http(s) URL`);
    }
  }
}
