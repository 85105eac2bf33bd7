import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseYaml } from 'yaml';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import {
  ApiError,
  badRequest,
  notAcceptable,
  unsupportedMediaType,
} from '../model/status';

const MAX_BODY = 3 * 1024 * 1024;

/** One request and its answer. */
export class Exchange {
  readonly url: URL;
  readonly warnings: string[] = [];

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
  ) {
    this.url = new URL(request.url ?? '/', 'http://localhost');
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  get path(): string {
    return this.url.pathname;
  }

  /** A query parameter, empty when absent. */
  query(name: string): string {
    return this.url.searchParams.get(name) ?? '';
  }

  /** @throws ApiError 400 when it is not a number */
  queryNumber(name: string): number | undefined {
    const text = this.query(name);
    if (!text) return undefined;
    const value = Number(text);
    if (!Number.isInteger(value)) {
      throw badRequest(
        `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
      );
    }
    return value;
  }

  /** An absent parameter is undefined, an empty one true, as in Go's query conversion. */
  queryBoolean(name: string): boolean | undefined {
    const text = this.url.searchParams.get(name);
    if (text === null) return undefined;
    return !['false', '0'].includes(text.toLowerCase());
  }

  /** The media type of the body, without parameters. */
  get contentType(): string {
    const header = this.request.headers['content-type'] ?? '';
    return header.split(';')[0].trim().toLowerCase();
  }

  /** The body as text. @throws ApiError 413 when it is too large */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request) {
      size += chunk.length;
      if (size > MAX_BODY) {
        throw new ApiError({
          code: 413,
          reason: 'RequestEntityTooLarge',
          message: `Request entity too large: limit is ${MAX_BODY}`,
        });
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /**
   * The body as an object; undefined when there is none.
   * @param subject - how an error begins
   * @throws ApiError 400, 415
   */
  async object(subject = ''): Promise<JsonObject | undefined> {
    const text = await this.text();
    if (!text.trim()) return undefined;
    const type = this.contentType;
    if (type && !['application/json', 'application/yaml'].includes(type)) {
      throw unsupportedMediaType(['application/json', 'application/yaml']);
    }
    const prefix = `${subject}${
      subject && ': '
    }couldn't get version/kind; json parse error`;
    const value = parseBody(text, type === 'application/yaml', prefix);
    if (!isJsonObject(value)) {
      throw badRequest(`${prefix}: the body must be an object`);
    }
    return value;
  }

  /** Answers with JSON. */
  send(code: number, body: JsonObject): void {
    if (this.response.headersSent || this.response.destroyed) return;
    const text = `${JSON.stringify(body)}\n`;
    this.response.writeHead(code, {
      ...this.headers(),
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    this.response.end(text);
  }

  sendText(code: number, text: string): void {
    this.response.writeHead(code, {
      'content-type': 'text/plain; charset=utf-8',
    });
    this.response.end(text);
  }

  /** Headers of every answer. */
  headers(): { [name: string]: string | string[] } {
    return {
      'cache-control': 'no-cache, private',
      ...(this.warnings.length > 0
        ? {
            warning: this.warnings.map(text => `299 - ${JSON.stringify(text)}`),
          }
        : {}),
    };
  }
}

/** @throws ApiError 400 */
export function parseBody(
  text: string,
  isYaml: boolean,
  subject: string,
): JsonValue {
  try {
    const value: JsonValue = isYaml ? parseYaml(text) : JSON.parse(text);
    return value;
  } catch (error) {
    throw badRequest(
      `${subject}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A form in which objects are answered. */
export interface Representation {
  as: '' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | 'Table';
}

const META_VERSIONS = ['v1', 'v1beta1'];

/**
 * Chooses the first form of the Accept header that the server has.
 * @throws ApiError 406 when there is none
 */
export function negotiate(
  accept: string | undefined,
  of: 'object' | 'list',
): Representation {
  const ranges = (accept || '*/*').split(',').map(range => range.trim());
  for (const range of ranges) {
    const [type, ...parameters] = range.split(';').map(part => part.trim());
    const values = Object.fromEntries(
      parameters.map(parameter => parameter.split('=')),
    );
    const isJson = ['application/json', 'application/*', '*/*'].includes(type);
    if (!isJson) continue;
    if (!values.as) return { as: '' };
    const isMeta =
      values.g === 'meta.k8s.io' && META_VERSIONS.includes(values.v);
    if (!isMeta) continue;
    const isForOther =
      (values.as === 'PartialObjectMetadata' && of === 'list') ||
      (values.as === 'PartialObjectMetadataList' && of === 'object');
    if (isForOther) {
      throw new ApiError({
        code: 406,
        reason: 'NotAcceptable',
        message: `you requested ${values.as}, but the requested object is ${
          of === 'list' ? 'a list' : 'not a list'
        }`,
      });
    }
    if (
      values.as === 'PartialObjectMetadata' ||
      values.as === 'PartialObjectMetadataList' ||
      values.as === 'Table'
    ) {
      return { as: values.as };
    }
  }
  throw notAcceptable(['application/json']);
}
