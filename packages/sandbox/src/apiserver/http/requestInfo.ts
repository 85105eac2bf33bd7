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

/**
 * Reads the path of a resource request, or undefined for any other path.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export function parseResourcePath(path: string): RequestInfo | undefined {
  const parts: string[] = path
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent);
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
