import { ScmIntegrationRegistry } from '@backstage/integration';
import { JsonObject } from '@backstage/types';
import {
  ANNOTATION_CLAIM_PATH,
  ANNOTATION_CLAIM_REPOSITORY,
  assessRequest,
  Claim,
  EnvironmentDetail,
  EnvironmentRef,
  entityRefOf,
  resolveOwner,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { StoredRequest } from '../database/RequestsStore';
import { HealthState } from '../database/TransitionsStore';
import { redactManifest } from '../inspection/redactManifest';
import { isJsonObject, textAt } from '../lib/json';
import { redactText } from '../lib/redactText';
import { withoutCredentials } from '../lib/withoutCredentials';
import { EnvironmentRecord, kindName, kindNameOf } from '../store';
import { Targets } from '../targets';
import { ENVIRONMENT_KIND } from '../watch';
import { assess } from './assess';
import { claimAt } from './claim';
import { estimateCost, Prices } from './cost';
import { isHttpUrl, LinkPatterns, linksOf } from './links';
import { toApiRequest } from './requested';

/** What the API says of one environment; the version is the caller's to count. */
export interface DescribeEnvironment {
  /** One that a cluster has. */
  recorded(
    record: EnvironmentRecord,
    request: StoredRequest | undefined,
    known: HealthState | undefined,
  ): EnvironmentDetail;

  /** One that was asked for and no cluster has yet. */
  requested(request: StoredRequest): EnvironmentDetail;
}

export interface DescribeOptions {
  /** The cluster whose environments' entities carry plain names. */
  defaultCluster: () => string;
  defaultOwner?: string;
  links: LinkPatterns;
  prices: Prices;
  targets: Targets;
  integrations: ScmIntegrationRegistry;
  /** Composition resource names in plan order, as far as they are known. */
  planOrder: (cluster: string, parameters: JsonObject) => readonly string[];
  now: () => Date;
}

/** Claims of Crossplane v1, and kinds of others, have compositions of their own. */
function hasKnownPlan({ environment, composite }: EnvironmentRecord): boolean {
  return environment
    ? kindNameOf(environment) === kindName(ENVIRONMENT_KIND)
    : composite === undefined;
}

/** Puts together what clusters, requests, history and configuration say of an environment. */
export class EnvironmentDescriber implements DescribeEnvironment {
  constructor(private readonly options: DescribeOptions) {}

  recorded(
    record: EnvironmentRecord,
    request: StoredRequest | undefined,
    known: HealthState | undefined,
  ): EnvironmentDetail {
    const { ref, uid, environment, composite } = record;
    const parameters = parametersOf(record, request);
    const status = environment?.status;
    const trackingUri = plainUrl(textAt(status, 'trackingUri'));
    const artifactRoot = redactedText(textAt(status, 'artifactRoot'));
    const claim = this.claimOf(record, request);
    return {
      ref,
      uid,
      version: 0,
      ...this.identity(ref, parameters),
      ...(environment && {
        createdAt: environment.metadata.creationTimestamp,
        cost: estimateCost(parameters, this.options.prices),
      }),
      trackingUri: isHttpUrl(trackingUri) ? trackingUri : undefined,
      artifactRoot,
      ...assess(
        record,
        known,
        hasKnownPlan(record)
          ? this.options.planOrder(ref.cluster, parameters)
          : [],
      ),
      links: linksOf(
        {
          ref,
          region: textAt(parameters, 'region'),
          trackingUri,
          bucket: bucketOf(artifactRoot),
          projectId: textAt(status, 'database', 'projectId'),
          claim,
          commitUrl: request?.commitUrl,
          pullRequestUrl: request?.pullRequestUrl,
        },
        this.options.links,
      ),
      claim,
      compositionRevision:
        textAt(
          environment?.spec,
          'crossplane',
          'compositionRevisionRef',
          'name',
        ) ?? textAt(composite?.spec, 'compositionRevisionRef', 'name'),
    };
  }

  requested(request: StoredRequest): EnvironmentDetail {
    const now = this.options.now();
    const { cluster, namespace, environmentID } = request;
    const ref = { cluster, namespace, name: environmentID };
    const identity = this.identity(ref, request.parameters);
    const claim = this.claimOfRequest(request);
    const apiRequest = toApiRequest(request, identity.entityRef, now);
    return {
      ref,
      uid: request.uid,
      version: 0,
      ...identity,
      createdAt: request.createdAt,
      health: assessRequest(
        apiRequest,
        this.options.planOrder(cluster, request.parameters),
      ),
      links: linksOf(
        {
          ref,
          claim,
          commitUrl: request.commitUrl,
          pullRequestUrl: request.pullRequestUrl,
        },
        { argocd: this.options.links.argocd },
      ),
      claim,
      cost: estimateCost(request.parameters, this.options.prices),
      request: apiRequest,
      resources: [],
      conditions: [],
    };
  }

  private identity(ref: EnvironmentRef, parameters: JsonObject) {
    return {
      entityRef: entityRefOf(ref, this.options.defaultCluster()),
      owner: resolveOwner(
        textAt(parameters, 'owner'),
        this.options.defaultOwner,
      ),
      parameters,
    };
  }

  private claimOf(
    { environment }: EnvironmentRecord,
    request: StoredRequest | undefined,
  ): Claim | undefined {
    const annotations = environment?.metadata.annotations ?? {};
    const repository = annotations[ANNOTATION_CLAIM_REPOSITORY];
    const path = annotations[ANNOTATION_CLAIM_PATH];
    return repository && path
      ? this.claimAt(repository, path)
      : request && this.claimOfRequest(request);
  }

  private claimOfRequest(request: StoredRequest): Claim | undefined {
    const target = this.options.targets.named(request.target);
    return target && request.claimPath
      ? this.claimAt(target.cloneUrl, request.claimPath)
      : undefined;
  }

  private claimAt(repository: string, path: string): Claim {
    const { targets, integrations } = this.options;
    return claimAt(
      repository,
      path,
      targets.branchOf(repository),
      integrations,
    );
  }
}

/** A cluster takes any parameters that its definition allows, so they are shown with the same care as a manifest. */
function parametersOf(
  { environment }: EnvironmentRecord,
  request: StoredRequest | undefined,
): JsonObject {
  const parameters = environment?.spec?.parameters ?? request?.parameters;
  return (isJsonObject(parameters) && redactManifest(parameters)) || {};
}

function plainUrl(url: string | undefined): string | undefined {
  return url === undefined ? undefined : withoutCredentials(url);
}

function redactedText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : redactText(text);
}

/** `s3://bucket/prefix` */
function bucketOf(artifactRoot: string | undefined): string | undefined {
  return artifactRoot?.match(/^s3:\/\/([^/]+)/)?.[1];
}
