import {
  forbidden,
  notSupported,
  tooLong,
  type FieldError,
} from '../model/fieldErrors';
import { objectAt, type JsonObject, type JsonValue } from '../model/objects';
import { invalidObject } from '../model/status';
import type { ListOptions } from '../resources/lists';
import type {
  DeleteOptions,
  PropagationPolicy,
  Target,
  WriteOptions,
} from '../resources/requests';
import { collectionOf } from '../resources/resourceType';
import {
  bothSelectors,
  parseFieldSelector,
  parseLabelSelector,
} from '../resources/selectors';
import type { Exchange } from './exchange';

/** The options of list and watch. @throws ApiError 400 */
export function listOptions(
  exchange: Exchange,
  target: Target,
  watch: boolean,
): ListOptions {
  const fields = [
    exchange.query('fieldSelector'),
    target.name ? `metadata.name=${target.name}` : '',
  ];
  return {
    selector: bothSelectors(
      parseLabelSelector(exchange.query('labelSelector')),
      parseFieldSelector(
        fields.filter(Boolean).join(','),
        collectionOf(target.type),
      ),
    ),
    limit: exchange.queryNumber('limit') ?? 0,
    continueToken: exchange.query('continue'),
    resourceVersion: exchange.query('resourceVersion'),
    resourceVersionMatch: exchange.query('resourceVersionMatch'),
    watch,
    allowWatchBookmarks: exchange.queryBoolean('allowWatchBookmarks') ?? false,
    sendInitialEvents: exchange.queryBoolean('sendInitialEvents'),
    timeoutSeconds: exchange.queryNumber('timeoutSeconds'),
  };
}

function requireValid(kind: string, errors: FieldError[]): void {
  if (errors.length > 0) {
    throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  }
}

/** Most characters of a field manager's name. */
const MAX_MANAGER = 128;

const FIELD_VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'] as const;

/**
 * The options of create, update and patch.
 * @throws ApiError 422 when a parameter has a value that it does not know
 */
export function writeOptions(
  exchange: Exchange,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
): WriteOptions {
  const asked = exchange.query('fieldValidation');
  const fieldValidation = FIELD_VALIDATIONS.find(value => value === asked);
  const dryRun = exchange.url.searchParams.getAll('dryRun');
  const fieldManager = exchange.query('fieldManager');
  requireValid(kind, [
    ...(fieldManager.length > MAX_MANAGER
      ? [tooLong('fieldManager', MAX_MANAGER)]
      : []),
    ...dryRunErrors(dryRun),
    ...(fieldValidation === undefined
      ? [notSupported('fieldValidation', asked, [...FIELD_VALIDATIONS])]
      : []),
  ]);
  return {
    dryRun: dryRun.length > 0,
    fieldManager: fieldManager || managerFromUserAgent(exchange),
    fieldValidation: fieldValidation || 'Warn',
    warnings: [],
  };
}

/** @throws ApiError 422 when parameters do not fit the kind of patch */
export function validatePatchOptions(exchange: Exchange, apply: boolean): void {
  if (apply && !exchange.query('fieldManager')) {
    requireValid('PatchOptions', [
      {
        reason: 'FieldValueRequired',
        field: 'fieldManager',
        message: 'Required value: is required for apply patch',
      },
    ]);
  }
  if (!apply && exchange.queryBoolean('force') !== undefined) {
    requireValid('PatchOptions', [
      forbidden('force', 'may not be specified for non-apply patch'),
    ]);
  }
}

/** Without a name of its own, a writer is called by the first word of its user agent. */
function managerFromUserAgent(exchange: Exchange): string {
  const agent = exchange.request.headers['user-agent'] ?? 'unknown';
  return agent.split('/')[0].slice(0, MAX_MANAGER);
}

function dryRunErrors(values: string[]): FieldError[] {
  return values.every(value => value === 'All')
    ? []
    : [notSupported('dryRun', values, ['All'])];
}

const POLICIES: PropagationPolicy[] = ['Foreground', 'Background', 'Orphan'];

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

/**
 * The options of a deletion, from the body or the parameters.
 * @throws ApiError 400, 415, 422
 */
export async function deleteOptions(
  exchange: Exchange,
): Promise<DeleteOptions> {
  const body: JsonObject = (await exchange.object()) ?? {};
  const dryRun = [
    ...(Array.isArray(body.dryRun) ? body.dryRun.map(String) : []),
    ...exchange.url.searchParams.getAll('dryRun'),
  ];
  const asked =
    text(body.propagationPolicy) ??
    text(exchange.query('propagationPolicy')) ??
    orphanPolicy(
      body.orphanDependents ?? exchange.queryBoolean('orphanDependents'),
    );
  const propagationPolicy = POLICIES.find(policy => policy === asked);
  requireValid('DeleteOptions', [
    ...(asked !== undefined && propagationPolicy === undefined
      ? [notSupported('propagationPolicy', asked, [...POLICIES, 'nil'])]
      : []),
    ...dryRunErrors(dryRun),
  ]);
  const { uid, resourceVersion } = objectAt(body.preconditions);
  return {
    dryRun: dryRun.length > 0,
    propagationPolicy,
    preconditions: { uid: text(uid), resourceVersion: text(resourceVersion) },
  };
}

/** What `orphanDependents` meant before there were policies. */
function orphanPolicy(
  orphan: JsonValue | undefined,
): PropagationPolicy | undefined {
  if (typeof orphan !== 'boolean') return undefined;
  return orphan ? 'Orphan' : 'Background';
}
