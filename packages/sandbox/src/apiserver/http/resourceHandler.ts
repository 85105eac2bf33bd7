import { answerReview, type ReviewContext } from '../auth/reviews';
import {
  apiVersionOf,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import {
  badRequest,
  methodNotAllowed,
  notFound,
  unknownPath,
  unknownResource,
} from '../model/status';
import { readPage, validateListOptions } from '../resources/lists';
import type { ObjectService } from '../resources/objects';
import type { Target } from '../resources/requests';
import {
  collectionOf,
  prefixOf,
  type Endpoint,
} from '../resources/resourceType';
import type { Storage } from '../storage/storage';
import { negotiate, type Exchange, type Representation } from './exchange';
import { deleteOptions, listOptions, writeOptions } from './options';
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
    const representation = negotiate(
      exchange.request.headers.accept,
      verb === 'list' || verb === 'deletecollection' ? 'list' : 'object',
    );
    switch (verb) {
      case 'get':
        exchange.send(200, represent(this.objects.get(target), representation));
        return;
      case 'list':
        this.list(exchange, target, representation);
        return;
      case 'watch':
        this.watch(exchange, target, representation);
        return;
      case 'create':
        await this.create(exchange, target, representation, review);
        return;
      case 'update':
        await this.update(exchange, target, representation);
        return;
      case 'patch': {
        const { object, created } = await patchObject(
          this.objects,
          exchange,
          target,
          writeOptions(exchange, 'PatchOptions'),
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

  private list(
    exchange: Exchange,
    target: Target,
    representation: Representation,
  ): void {
    const { type, version, namespace } = target;
    const options = listOptions(exchange, target, false);
    validateListOptions(options);
    const page = readPage(
      this.storage,
      collectionOf(type),
      prefixOf(type, namespace),
      options,
    );
    exchange.send(
      200,
      representList(
        page.items.map(({ object }) => this.objects.present(object, target)),
        {
          kind: type.listKind,
          apiVersion: apiVersionOf(type.group, version.name),
          metadata: type.custom
            ? { continue: '', ...page.metadata }
            : page.metadata,
        },
        representation,
        type.custom,
      ),
    );
  }

  private watch(
    exchange: Exchange,
    target: Target,
    representation: Representation,
  ): void {
    const { type, namespace } = target;
    const options = listOptions(exchange, target, true);
    validateListOptions(options);
    this.watches.serve(exchange, {
      endpoint: target,
      prefix: prefixOf(type, namespace),
      options,
      representation,
    });
  }

  private async create(
    exchange: Exchange,
    target: Target,
    representation: Representation,
    review: ReviewContext,
  ): Promise<void> {
    const options = writeOptions(exchange, 'CreateOptions');
    const body = await this.body(exchange, target);
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
    exchange.send(201, represent(created, representation));
  }

  /** @throws ApiError 400 when it is not an object of a kind */
  private async body(
    exchange: Exchange,
    { type }: Target,
  ): Promise<JsonObject> {
    const subject = `the object provided is unrecognized (must be of type ${type.kind})`;
    const body = await exchange.object(subject);
    if (!body) {
      throw badRequest(
        `${subject}: couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`,
      );
    }
    const missing = ['kind', 'apiVersion'].find(field => !body[field]);
    if (type.custom && missing) {
      const sent = JSON.stringify(body);
      const name = missing === 'kind' ? 'Kind' : missing;
      throw badRequest(
        `${subject}: Object '${name}' is missing in '${sent}' (${
          sent.length > 30 ? `${sent.slice(0, 30)} ...` : sent
        })`,
      );
    }
    return body;
  }

  private async update(
    exchange: Exchange,
    target: Target,
    representation: Representation,
  ): Promise<void> {
    const options = writeOptions(exchange, 'UpdateOptions');
    const body = await this.body(exchange, target);
    const { object, created } = this.objects.update(target, body, options);
    exchange.warnings.push(...options.warnings);
    exchange.send(created ? 201 : 200, represent(object, representation));
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
  if (!isKnownSubresource) {
    throw type.custom ? notFound(type, name) : unknownResource();
  }
  const isOfOne = ['get', 'update', 'patch', 'delete'].includes(verb);
  if (isOfOne && !name) throw methodNotAllowed();
  const needsNamespace =
    isOfOne || verb === 'create' || verb === 'deletecollection';
  const isMisplaced = type.namespaced
    ? namespace === '' && needsNamespace
    : namespace !== '';
  if (isMisplaced) throw unknownPath(type);
  const supported = subresource ? ['get', 'patch', 'update'] : type.verbs;
  if (!supported.includes(verb) || (info.name && verb === 'create')) {
    throw methodNotAllowed();
  }
}
