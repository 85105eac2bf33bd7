import type { Authenticator, User } from '../auth/authenticator';
import {
  refusal,
  type AccessRequest,
  type Authorizer,
} from '../auth/authorizer';
import type { JsonObject } from '../model/objects';
import {
  ApiError,
  forbiddenError,
  internalError,
  methodNotAllowed,
  UnknownPathError,
  unknownResource,
} from '../model/status';
import type { Registry } from '../resources/registry';
import { coreVersions, group, groupList, resourceList } from './discovery';
import { Exchange } from './exchange';
import { parseResourcePath, type RequestInfo } from './requestInfo';
import type { ResourceHandler } from './resourceHandler';

const VERSION: JsonObject = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.4',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
};

const VERBS: { [method: string]: string } = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Leads each request to what answers it: who asks, may they, and what do they ask for. */
export class Router {
  constructor(
    private readonly registry: Registry,
    private readonly authenticator: Authenticator,
    private readonly authorizer: Authorizer,
    private readonly resources: ResourceHandler,
  ) {}

  /** Answers a request; what goes wrong is answered, too. */
  async handle(exchange: Exchange): Promise<void> {
    try {
      await this.route(exchange);
    } catch (error) {
      if (error instanceof UnknownPathError) {
        exchange.sendText(404, '404 page not found\n');
        return;
      }
      const failure =
        error instanceof ApiError
          ? error
          : internalError(
              error instanceof Error ? error.message : String(error),
            );
      exchange.send(failure.code, failure.toStatus());
    }
  }

  private async route(exchange: Exchange): Promise<void> {
    const user = this.impersonated(
      exchange,
      this.authenticator.authenticate(exchange.request.headers.authorization),
    );
    const info = parseResourcePath(exchange.path);
    if (!info) {
      this.routePath(exchange, user);
      return;
    }
    const verb = verbOf(exchange, info);
    this.authorize({
      user,
      verb,
      group: info.group,
      resource: info.subresource
        ? `${info.plural}/${info.subresource}`
        : info.plural,
      namespace:
        info.namespace ||
        (info.plural === 'namespaces' && info.group === '' ? info.name : ''),
      name: info.name,
      path: exchange.path,
    });
    const endpoint = this.registry.endpoint(
      info.group,
      info.version,
      info.plural,
    );
    if (!endpoint) throw this.unknown(info);
    await this.resources.handle(exchange, info, endpoint, verb, {
      user,
      authenticator: this.authenticator,
      authorizer: this.authorizer,
    });
  }

  /**
   * Whom the user asks to act as, who may be the user.
   * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
   * @throws ApiError 403
   */
  private impersonated({ request }: Exchange, user: User): User {
    const name = request.headers['impersonate-user'];
    if (typeof name !== 'string') return user;
    const groups = request.headersDistinct['impersonate-group'] ?? [];
    const asked = [
      { resource: 'users', name },
      ...groups.map(member => ({ resource: 'groups', name: member })),
    ];
    for (const subject of asked) {
      this.authorize({
        user,
        verb: 'impersonate',
        group: '',
        ...subject,
        namespace: '',
        path: '',
      });
    }
    return {
      name,
      groups: [...new Set([...groups, 'system:authenticated'])],
    };
  }

  /** Groups of built-in types answer for unknown members with a Status, all else in plain text. */
  private unknown({ group: name, version }: RequestInfo): Error {
    const isBuiltin = this.registry
      .all()
      .some(
        type =>
          type.group === name &&
          !type.custom &&
          type.versions.some(served => served.name === version),
      );
    return isBuiltin ? unknownResource() : new UnknownPathError();
  }

  /** @throws ApiError 403 */
  private authorize(request: AccessRequest): void {
    if (this.authorizer.decide(request).allowed) return;
    const [plural] = request.resource.split('/');
    throw forbiddenError(
      request.resource ? { group: request.group, plural } : undefined,
      request.name,
      refusal(request),
    );
  }

  private routePath(exchange: Exchange, user: User): void {
    const { path, method } = exchange;
    const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
    this.authorize({
      user,
      verb: method.toLowerCase(),
      group: '',
      resource: '',
      namespace: '',
      name: '',
      path,
    });
    if (/^\/(healthz|livez|readyz)(\/.*)?$/.test(trimmed)) {
      exchange.sendText(200, 'ok');
      return;
    }
    const body = this.describe(trimmed, exchange);
    if (!body) {
      throw trimmed.startsWith('/api/')
        ? unknownResource()
        : new UnknownPathError();
    }
    if (method !== 'GET' && method !== 'HEAD') {
      throw methodNotAllowed();
    }
    exchange.send(200, body);
  }

  private describe(path: string, exchange: Exchange): JsonObject | undefined {
    const [root, first, second, ...rest] = path.split('/').slice(1);
    if (rest.length > 0) return undefined;
    if (root === 'version' && !first) return VERSION;
    if (root === 'api') {
      return first
        ? resourceList(this.registry, '', first)
        : coreVersions(exchange.request.headers.host ?? '');
    }
    if (root === 'apis') {
      if (!first) return groupList(this.registry);
      return second
        ? resourceList(this.registry, first, second)
        : group(this.registry, first);
    }
    if (root === '') return { paths: this.paths() };
    return undefined;
  }

  private paths(): string[] {
    const groups = this.registry
      .all()
      .map(type => type.group)
      .filter(Boolean);
    return [
      '/api',
      '/api/v1',
      '/apis',
      ...new Set(groups.map(name => `/apis/${name}`)),
      '/healthz',
      '/livez',
      '/readyz',
      '/version',
    ];
  }
}

function verbOf(exchange: Exchange, info: RequestInfo): string {
  const { method } = exchange;
  if (method === 'GET' || method === 'HEAD') {
    if (info.isWatchPath) return 'watch';
    // One object is watched by its name in a field selector.
    if (info.name) return 'get';
    return exchange.queryBoolean('watch') ? 'watch' : 'list';
  }
  if (method === 'DELETE' && !info.name) return 'deletecollection';
  return VERBS[method] ?? method.toLowerCase();
}
