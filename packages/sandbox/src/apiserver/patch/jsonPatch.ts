import {
  deepEqual,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';

/** Why a JSON patch could not be applied; `kind` says whether the patch or the object is at fault. */
export class JsonPatchError extends Error {
  constructor(message: string, readonly kind: 'malformed' | 'inapplicable') {
    super(message);
  }
}

function parsePointer(pointer: JsonValue | undefined): string[] {
  if (typeof pointer !== 'string' || (pointer && !pointer.startsWith('/'))) {
    throw new JsonPatchError(
      `invalid JSON pointer ${JSON.stringify(pointer)}`,
      'malformed',
    );
  }
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function missing(operation: string, pointer: string): JsonPatchError {
  return new JsonPatchError(
    `${operation} operation does not apply: doc is missing path: "${pointer}": missing value`,
    'inapplicable',
  );
}

function indexIn(list: JsonValue[], part: string, forAdding: boolean): number {
  if (part === '-' && forAdding) return list.length;
  const index = /^\d+$/.test(part) ? Number(part) : -1;
  const limit = forAdding ? list.length : list.length - 1;
  if (index < 0 || index > limit) {
    throw new JsonPatchError(
      `Unable to access invalid index: ${part}: invalid index referenced`,
      'inapplicable',
    );
  }
  return index;
}

function read(root: JsonValue, path: string[], name: string): JsonValue {
  let current: JsonValue | undefined = root;
  for (const part of path) {
    if (Array.isArray(current))
      current = current[indexIn(current, part, false)];
    else if (isJsonObject(current)) current = current[part];
    else current = undefined;
    if (current === undefined) throw missing(name, `/${path.join('/')}`);
  }
  return current;
}

/** Rebuilds the containers along a path and lets `change` work on a copy of the last. */
function edit(
  root: JsonValue,
  path: string[],
  name: string,
  change: (container: JsonValue[] | JsonObject, part: string) => void,
): JsonValue {
  const [part, ...rest] = path;
  if (!Array.isArray(root) && !isJsonObject(root)) {
    throw missing(name, `/${path.join('/')}`);
  }
  const copy = Array.isArray(root) ? [...root] : { ...root };
  if (rest.length === 0) {
    change(copy, part);
    return copy;
  }
  const member = read(root, [part], name);
  const edited = edit(member, rest, name, change);
  if (Array.isArray(copy)) copy[indexIn(copy, part, false)] = edited;
  else copy[part] = edited;
  return copy;
}

function add(root: JsonValue, path: string[], value: JsonValue): JsonValue {
  if (path.length === 0) return value;
  return edit(root, path, 'add', (container, part) => {
    if (Array.isArray(container)) {
      container.splice(indexIn(container, part, true), 0, value);
    } else container[part] = value;
  });
}

function remove(root: JsonValue, path: string[]): JsonValue {
  read(root, path, 'remove');
  return edit(root, path, 'remove', (container, part) => {
    if (Array.isArray(container)) {
      container.splice(indexIn(container, part, false), 1);
    } else delete container[part];
  });
}

/** Like kube-apiserver's, it adds a member that is missing. */
function replace(root: JsonValue, path: string[], value: JsonValue): JsonValue {
  if (path.length === 0) return value;
  return edit(root, path, 'replace', (container, part) => {
    if (Array.isArray(container)) {
      container[indexIn(container, part, false)] = value;
    } else container[part] = value;
  });
}

function applyOperation(root: JsonValue, operation: JsonObject): JsonValue {
  const path = parsePointer(operation.path);
  const value = operation.value ?? null;
  switch (operation.op) {
    case 'add':
      return add(root, path, value);
    case 'remove':
      return remove(root, path);
    case 'replace':
      return replace(root, path, value);
    case 'move': {
      const from = parsePointer(operation.from);
      return add(remove(root, from), path, read(root, from, 'move'));
    }
    case 'copy':
      return add(root, path, read(root, parsePointer(operation.from), 'copy'));
    case 'test':
      if (!deepEqual(read(root, path, 'test'), value)) {
        throw new JsonPatchError(
          `testing value ${operation.path} failed: test failed`,
          'inapplicable',
        );
      }
      return root;
    default:
      throw new JsonPatchError(
        `Unexpected kind: ${operation.op}`,
        'inapplicable',
      );
  }
}

/**
 * JSON patch (RFC 6902). The document is not mutated.
 * @throws JsonPatchError
 */
export function applyJsonPatch(
  document: JsonValue,
  patch: JsonValue,
): JsonValue {
  if (!Array.isArray(patch)) {
    throw new JsonPatchError(
      'a JSON patch is a list of operations',
      'malformed',
    );
  }
  return patch.reduce<JsonValue>((current, operation) => {
    if (!isJsonObject(operation)) {
      throw new JsonPatchError('an operation is an object', 'malformed');
    }
    return applyOperation(current, operation);
  }, document);
}
