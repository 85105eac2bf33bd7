import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';

/**
 * One step of a path, in the form of FieldsV1: `f:<name>` is a member of an object, `k:<json>` an item of a list by
 * its keys, `v:<json>` an item of a set by its value.
 */
export type PathElement = string;

/** A set of paths into objects: who manages what. Sets are not mutated once they are handed on. */
export class FieldSet {
  readonly members = new Set<PathElement>();
  readonly children = new Map<PathElement, FieldSet>();

  static of(...paths: PathElement[][]): FieldSet {
    const set = new FieldSet();
    for (const path of paths) set.insert(path);
    return set;
  }

  get isEmpty(): boolean {
    return (
      this.members.size === 0 &&
      [...this.children.values()].every(child => child.isEmpty)
    );
  }

  /** Adds a path; only for the one who builds the set. */
  insert(path: PathElement[]): void {
    const [element, ...rest] = path;
    if (element === undefined) return;
    if (rest.length === 0) this.members.add(element);
    else this.childToBuild(element).insert(rest);
  }

  /** The paths below an element. */
  below(element: PathElement): FieldSet {
    return this.children.get(element) ?? new FieldSet();
  }

  union(other: FieldSet): FieldSet {
    return this.combine(
      other,
      (mine, theirs) => mine || theirs,
      (mine, theirs) => mine.union(theirs),
    );
  }

  intersection(other: FieldSet): FieldSet {
    return this.combine(
      other,
      (mine, theirs) => mine && theirs,
      (mine, theirs) => mine.intersection(theirs),
    );
  }

  difference(other: FieldSet): FieldSet {
    return this.combine(
      other,
      (mine, theirs) => mine && !theirs,
      (mine, theirs) => mine.difference(theirs),
    );
  }

  /** The difference, where a path in `other` takes along everything below it. */
  without(other: FieldSet): FieldSet {
    const result = new FieldSet();
    for (const element of this.members) {
      if (!other.members.has(element)) result.members.add(element);
    }
    for (const [element, child] of this.children) {
      if (other.members.has(element)) continue;
      const rest = child.without(other.below(element));
      if (!rest.isEmpty) result.children.set(element, rest);
    }
    return result;
  }

  /** The set with every object on the way to its paths; items of lists are in it only by themselves. */
  withNamedContainers(): FieldSet {
    const result = new FieldSet();
    for (const element of this.members) result.members.add(element);
    for (const [element, child] of this.children) {
      if (child.isEmpty) continue;
      if (element.startsWith('f:')) result.members.add(element);
      result.children.set(element, child.withNamedContainers());
    }
    return result;
  }

  /** All paths, in a stable order. */
  paths(): PathElement[][] {
    const own = [...this.members].sort().map(element => [element]);
    const deeper = [...this.children.keys()].sort().flatMap(element =>
      this.below(element)
        .paths()
        .map(path => [element, ...path]),
    );
    return [...own, ...deeper];
  }

  toFieldsV1(): JsonObject {
    const result: JsonObject = {};
    const elements = new Set([...this.members, ...this.children.keys()]);
    for (const element of [...elements].sort()) {
      const child = this.below(element);
      if (!child.isEmpty) {
        result[element] = {
          ...(this.members.has(element) ? { '.': {} } : {}),
          ...child.toFieldsV1(),
        };
      } else if (this.members.has(element)) {
        result[element] = {};
      }
    }
    return result;
  }

  static fromFieldsV1(fields: JsonValue | undefined): FieldSet {
    const set = new FieldSet();
    if (!isJsonObject(fields)) return set;
    for (const [element, below] of Object.entries(fields)) {
      if (element === '.') continue;
      const keys = isJsonObject(below) ? Object.keys(below) : [];
      if (keys.length === 0 || keys.includes('.')) set.members.add(element);
      if (keys.some(key => key !== '.')) {
        set.children.set(element, FieldSet.fromFieldsV1(below));
      }
    }
    return set;
  }

  private childToBuild(element: PathElement): FieldSet {
    let child = this.children.get(element);
    if (!child) {
      child = new FieldSet();
      this.children.set(element, child);
    }
    return child;
  }

  private combine(
    other: FieldSet,
    keepsMember: (mine: boolean, theirs: boolean) => boolean,
    combineChildren: (mine: FieldSet, theirs: FieldSet) => FieldSet,
  ): FieldSet {
    const result = new FieldSet();
    for (const element of new Set([...this.members, ...other.members])) {
      if (keepsMember(this.members.has(element), other.members.has(element))) {
        result.members.add(element);
      }
    }
    const parents = new Set([
      ...this.children.keys(),
      ...other.children.keys(),
    ]);
    for (const element of parents) {
      const child = combineChildren(this.below(element), other.below(element));
      if (!child.isEmpty) result.children.set(element, child);
    }
    return result;
  }
}

/** A path the way conflicts print it: `.spec.ports[port=80,protocol="TCP"].name`. */
export function printFieldPath(path: PathElement[]): string {
  return path.map(printElement).join('');
}

function printElement(element: PathElement): string {
  const text = element.slice(2);
  switch (element[0]) {
    case 'k': {
      const keys: JsonValue = JSON.parse(text);
      const pairs = isJsonObject(keys) ? Object.entries(keys) : [];
      return `[${pairs
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
    }
    case 'v':
      return `[=${text}]`;
    default:
      return `.${text}`;
  }
}
