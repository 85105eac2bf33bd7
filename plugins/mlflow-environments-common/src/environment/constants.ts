/**
 * API group of the composite resource.
 *
 * @public
 */
export const ENVIRONMENT_API_GROUP = 'mlops.example.com';

/**
 * API version in which claims are written.
 *
 * @public
 */
export const ENVIRONMENT_API_VERSION = `${ENVIRONMENT_API_GROUP}/v1alpha1`;

/**
 * Kind of the composite resource.
 *
 * @public
 */
export const ENVIRONMENT_KIND = 'MLflowEnvironment';

/**
 * Plural under which the API server lists environments.
 *
 * @public
 */
export const ENVIRONMENT_PLURAL = 'mlflowenvironments';

/**
 * `spec.type` of an environment's catalog entity.
 *
 * @public
 */
export const ENVIRONMENT_ENTITY_TYPE = 'mlflow-environment';

/**
 * Entity annotation that leads from the catalog to the environment: `<cluster>/<namespace>/<name>`.
 *
 * @public
 */
export const ANNOTATION_ENVIRONMENT = 'mlops.example.com/environment';

/**
 * Entity annotation of an environment whose cluster has been out of reach for some minutes: since when, RFC 3339.
 *
 * @public
 */
export const ANNOTATION_STALE_SINCE = 'mlops.example.com/stale-since';

/**
 * Claim annotation with the clone URL of the repository that holds the claim.
 *
 * @public
 */
export const ANNOTATION_CLAIM_REPOSITORY = 'mlops.example.com/claim-repository';

/**
 * Claim annotation with the claim's path in that repository.
 *
 * @public
 */
export const ANNOTATION_CLAIM_PATH = 'mlops.example.com/claim-path';

/**
 * Claim annotation that tells Argo CD how to treat the claim, see {@link confirmationOptions}.
 *
 * @public
 */
export const ANNOTATION_SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * Signal channel on which changed environments are announced, as `{uid, version}`.
 *
 * @public
 */
export const SIGNAL_CHANNEL = 'mlflow-environments';

/**
 * Events topic on which changed environments are announced.
 *
 * @public
 */
export const EVENTS_TOPIC = 'mlflow-environments.environment';
