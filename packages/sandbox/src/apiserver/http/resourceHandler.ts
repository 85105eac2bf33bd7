import { answerReview, type ReviewContext } from '../auth/reviews';
import {
  apiVersionOf,
  isJsonObject,
  objectAt,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import {
  badRequest,
  methodNotAllowed,
  UnknownPathError,
} from '../model/status';
import {
  readPage,
  validateListOptions,
  type ListOptions,
} from '../resources/lists';
import type { ObjectService } from '../resources/objects';
import type {
  DeleteOptions,
  Target,
  WriteOptions,
} from '../resources/requests';
import {
  collectionOf,
  prefixOf,
  type Endpoint,
} from '../resources/resourceType';
import {
  bothSelectors,
  parseFieldSelector,
  parseLabelSelector,
} from '../resources/selectors';
import type { Storage } from '../storage/storage';
import { negotiate, type Exchange } from './exchange';
import { patchObject } from './patches';
import { represent, representList } from './representation';
import type { RequestInfo } from './requestInfo';
import type { Watches } from './watch';

/** Answers requests for objects, once they are authorised. */
export class ResourceHandler {
  constructor(
    private readonly storage: Storage,
    private readonly objects: ObjectService,
    private readonly watches: Watches,
  ) {}

  /** @throws ApiError */
  async handle(
    exchange: Exchange,
    info: RequestInfo,
    endpoint: Endpoint,
    verb: string,
    review: ReviewContext,
  ): Promise<void> {
    const target: Target = {
      ...endpoint,
      namespace: info.namespace,
      name: info.name,
      subresource: info.subresource,
    };
    requireSupported(target, info, verb);
    const representation = negotiate(exchange.request.headers.accept);
    switch (verb) {
      case 'get':
        exchange.send(200, represent(this.objects.get(target), representation));
        return;
      case 'list':
        this.list(exchange, target);
        return;
      case 'watch':
        this.watch(exchange, target);
        return;
      case 'create':
        await this.create(exchange, target, review);
        return;
      case 'update':
        await this.update(exchange, target);
        return;
      case 'patch': {
        const { object, created } = await patchObject(
          this.objects,
          exchange,
          target,
          writeOptions(exchange),
        );
        exchange.send(created ? 201 : 200, represent(object, representation));
        return;
      }
      case 'delete':
        await this.delete(exchange, target);
        return;
      default:
        await this.deleteCollection(exchange, target);
    }
  }

  private list(exchange: Exchange, target: Target): void {
    const { type, version, namespace } = target;
    const options = listOptions(exchange, target, false);
    validateListOptions(options);
    const page = readPage(
      this.storage,
      collectionOf(type),
      prefixOf(type, namespace),
      options,
    );
    const representation = negotiate(exchange.request.headers.accept);
    exchange.send(
      200,
      representList(
        page.items.map(({ object }) => this.objects.present(object, target)),
        {
          kind: type.listKind,
          apiVersion: apiVersionOf(type.group, version.name),
          metadata: page.metadata,
        },
        representation,
        type.custom,
      ),
    );
  }

  private watch(exchange: Exchange, target: Target): void {
    const { type, namespace } = target;
    const options = listOptions(exchange, target, true);
    validateListOptions(options);
    this.watches.serve(exchange, {
      endpoint: target,
      prefix: prefixOf(type, namespace),
      options,
      representation: negotiate(exchange.request.headers.accept),
    });
  }

  private async create(
    exchange: Exchange,
    target: Target,
    review: ReviewContext,
  ): Promise<void> {
    const options = writeOptions(exchange);
    const body = await exchange.object();
    if (!body) throw badRequest('the request has no body');
    const { type, version } = target;
    if (type.verbs.length === 1) {
      exchange.send(201, {
        kind: type.kind,
        apiVersion: apiVersionOf(type.group, version.name),
        metadata: {},
        spec: body.spec,
        status: answerReview(type.kind, body, review),
      });
      return;
    }
    const created = this.objects.create(target, body, options);
    exchange.warnings.push(...options.warnings);
    exchange.send(
      201,
      represent(created, negotiate(exchange.request.headers.accept)),
    );
  }

  private async update(exchange: Exchange, target: Target): Promise<void> {
    const options = writeOptions(exchange);
    const body = await exchange.object();
    if (!body) throw badRequest('the request has no body');
    const { object, created } = this.objects.update(target, body, options);
    exchange.warnings.push(...options.warnings);
    exchange.send(
      created ? 201 : 200,
      represent(object, negotiate(exchange.request.headers.accept)),
    );
  }

  private async delete(exchange: Exchange, target: Target): Promise<void> {
    const options = await deleteOptions(exchange);
    const { object, gone } = this.objects.delete(target, options);
    const { type } = target;
    if (!gone) {
      exchange.send(200, object);
      return;
    }
    exchange.send(200, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: {
        name: target.name,
        group: type.group || undefined,
        kind: type.plural,
        uid: object.metadata.uid,
      },
    });
  }

  private async deleteCollection(
    exchange: Exchange,
    target: Target,
  ): Promise<void> {
    const { type, version, namespace } = target;
    const options = await deleteOptions(exchange);
    const page = readPage(
      this.storage,
      collectionOf(type),
      prefixOf(type, namespace),
      listOptions(exchange, target, false),
    );
    const items: KubeObject[] = [];
    for (const { object } of page.items) {
      const member: Target = {
        ...target,
        namespace: object.metadata.namespace ?? '',
        name: object.metadata.name ?? '',
      };
      items.push(this.objects.delete(member, options).object);
    }
    exchange.send(
      200,
      representList(
        items,
        {
          kind: type.listKind,
          apiVersion: apiVersionOf(type.group, version.name),
          metadata: page.metadata,
        },
        { as: '' },
        type.custom,
      ),
    );
  }
}

function requireSupported(
  { type, version, namespace, name, subresource }: Target,
  info: RequestInfo,
  verb: string,
): void {
  const isKnownSubresource =
    subresource === '' ||
    (subresource === 'status' && version.hasStatus) ||
    (subresource === 'finalize' && type.kind === 'Namespace');
  if (!isKnownSubresource) throw new UnknownPathError();
  if (namespace && !type.namespaced) throw new UnknownPathError();
  if (type.namespaced && !namespace && (name || verb === 'create')) {
    throw methodNotAllowed(type, verb);
  }
  const supported = subresource ? ['get', 'patch', 'update'] : type.verbs;
  if (!supported.includes(verb) || (info.name && verb === 'create')) {
    throw methodNotAllowed(type, verb);
  }
}

function listOptions(
  exchange: Exchange,
  target: Endpoint & { name?: string },
  watch: boolean,
): ListOptions {
  const fieldSelector = exchange.query('fieldSelector');
  const byName = target.name ? `metadata.name=${target.name}` : '';
  return {
    selector: bothSelectors(
      parseLabelSelector(exchange.query('labelSelector')),
      parseFieldSelector(
        [fieldSelector, byName].filter(Boolean).join(','),
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

/** @throws ApiError 400 when a parameter has a value that it does not know */
function writeOptions(exchange: Exchange): WriteOptions {
  const fieldValidation = exchange.query('fieldValidation') || 'Warn';
  if (
    fieldValidation !== 'Ignore' &&
    fieldValidation !== 'Warn' &&
    fieldValidation !== 'Strict'
  ) {
    throw badRequest(
      `fieldValidation: Unsupported value: ${JSON.stringify(
        fieldValidation,
      )}: supported values: "", "Ignore", "Strict", "Warn"`,
    );
  }
  return {
    dryRun: readDryRun(exchange.url.searchParams.getAll('dryRun')),
    fieldManager:
      exchange.query('fieldManager') || managerFromUserAgent(exchange),
    fieldValidation,
    warnings: [],
  };
}

/** Without a name of its own, a writer is called by the first word of its user agent. */
function managerFromUserAgent(exchange: Exchange): string {
  const agent = exchange.request.headers['user-agent'] ?? 'unknown';
  return agent.split('/')[0].slice(0, 128);
}

function readDryRun(values: string[]): boolean {
  const unknown = values.find(value => value !== 'All');
  if (unknown !== undefined) {
    throw badRequest(
      `dryRun: Unsupported value: ${JSON.stringify(
        unknown,
      )}: supported values: "All"`,
    );
  }
  return values.length > 0;
}

async function deleteOptions(exchange: Exchange): Promise<DeleteOptions> {
  const body: JsonObject = (await exchange.object()) ?? {};
  const preconditions = objectAt(body.preconditions);
  const dryRun = Array.isArray(body.dryRun) ? body.dryRun.map(String) : [];
  const orphan =
    body.orphanDependents ?? exchange.queryBoolean('orphanDependents');
  let policy =
    body.propagationPolicy ??
    (exchange.query('propagationPolicy') || undefined);
  if (policy === undefined && typeof orphan === 'boolean') {
    policy = orphan ? 'Orphan' : 'Background';
  }
  if (
    policy !== undefined &&
    policy !== 'Orphan' &&
    policy !== 'Background' &&
    policy !== 'Foreground'
  ) {
    throw badRequest(
      `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: ${JSON.stringify(
        policy,
      )}: supported values: "Foreground", "Background", "Orphan", "nil"`,
    );
  }
  return {
    dryRun: readDryRun([
      ...dryRun,
      ...exchange.url.searchParams.getAll('dryRun'),
    ]),
    propagationPolicy: policy,
    preconditions: {
      uid: isJsonObject(preconditions) ? textOf(preconditions.uid) : undefined,
      resourceVersion: textOf(preconditions.resourceVersion),
    },
  };
}

function textOf(value: JsonObject[string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
