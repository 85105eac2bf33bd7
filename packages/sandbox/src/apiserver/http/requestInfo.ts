import { badRequest } from '../model/status';

/** What a request path addresses. */
export interface RequestInfo {
  group: string;
  version: string;
  plural: string;
  namespace: string;
  name: string;
  subresource: string;
  /** `/api/v1/watch/...`: the old form of `?watch=true`. */
  isWatchPath: boolean;
}

/** @throws ApiError 400 when it is not properly encoded */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`the path has a part that cannot be decoded: ${part}`);
  }
}

/**
 * Reads the path of a resource request, or undefined for any other path.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export function parseResourcePath(path: string): RequestInfo | undefined {
  const parts: string[] = path.split('/').filter(Boolean).map(decodePart);
  let group = '';
  const root = parts.shift();
  if (root === 'apis') group = parts.shift() ?? '';
  else if (root !== 'api') return undefined;
  const version = parts.shift();
  if (!version || parts.length === 0) return undefined;
  const isWatchPath = parts[0] === 'watch';
  if (isWatchPath) parts.shift();
  let namespace = '';
  // `namespaces/<name>` alone, or with a subresource of Namespace, is the namespace itself.
  const isNamespaced =
    parts[0] === 'namespaces' &&
    parts.length > 2 &&
    !['status', 'finalize'].includes(parts[2]);
  if (isNamespaced) {
    namespace = parts[1];
    parts.splice(0, 2);
  }
  const [plural, name = '', subresource = '', ...rest] = parts;
  if (!plural || rest.length > 0) return undefined;
  return { group, version, plural, namespace, name, subresource, isWatchPath };
}
