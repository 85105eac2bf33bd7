import { compareTexts } from '../lib/compareTexts';
import { isOfKind, kindNameOf, type GroupKind } from './groupKind';
import {
  controllerOf,
  environmentKey,
  type Home,
  type Role,
} from './ownership';
import {
  compositeReference,
  refersToKind,
  resourceReferences,
} from './references';
import type { ObjectReference } from './references';
import type {
  EnvironmentRef,
  EnvironmentRecord,
  ProjectedObject,
} from './types';

/** An environment with the objects that belong to it, as they come and go. */
export class Entry {
  version = 0;
  /** Built when asked for, forgotten with every change. */
  record?: EnvironmentRecord;

  readonly #members: Record<Role, Map<string, ProjectedObject>> = {
    environment: new Map(),
    composite: new Map(),
    resource: new Map(),
  };

  /** Where its members are at home; each of them keeps it. */
  readonly homes: Record<Role, Home>;

  constructor(readonly ref: EnvironmentRef) {
    const environment = environmentKey(ref.namespace, ref.name);
    this.homes = {
      environment: { role: 'environment', environment },
      composite: { role: 'composite', environment },
      resource: { role: 'resource', environment },
    };
  }

  put(role: Role, object: ProjectedObject): void {
    this.#members[role].set(object.metadata.uid, object);
  }

  remove(role: Role, uid: string): void {
    this.#members[role].delete(uid);
  }

  /** The oldest one, should claims of several kinds share a name. */
  get environment(): ProjectedObject | undefined {
    return oldest(this.#members.environment);
  }

  get composite(): ProjectedObject | undefined {
    return oldest(this.#members.composite);
  }

  get resources(): Iterable<ProjectedObject> {
    return this.#members.resource.values();
  }

  get isEmpty(): boolean {
    return Object.values(this.#members).every(({ size }) => size === 0);
  }

  references(): ObjectReference[] {
    return [this.environment, this.composite].flatMap(object =>
      object ? resourceReferences(object) : [],
    );
  }

  /** Names of all kinds that this environment refers to or has resources of. */
  kinds(references = this.references()): Set<string> {
    return new Set([...references, ...this.resources].map(kindNameOf));
  }

  /** Whether the kind is one of {@link kinds}; asked of every environment when a kind's state changes. */
  concerns(kind: GroupKind): boolean {
    const { environment, composite } = this;
    if (
      (environment && refersToKind(environment, kind)) ||
      (composite && refersToKind(composite, kind))
    ) {
      return true;
    }
    for (const resource of this.resources) {
      if (isOfKind(resource, kind)) {
        return true;
      }
    }
    return false;
  }

  /** Its resources, and those that an earlier environment of the same name left. */
  split(): { resources: ProjectedObject[]; leftovers: ProjectedObject[] } {
    const all = [...this.resources].sort(oldestFirst);
    if (!this.environment || this.#awaitsComposite()) {
      return { resources: all, leftovers: [] };
    }
    const family = new Set([
      this.environment.metadata.uid,
      this.composite?.metadata.uid,
    ]);
    // Nested composites come before or after what they compose, so look again until nobody joins.
    for (let before = -1; before !== family.size; ) {
      before = family.size;
      all
        .filter(object => isIn(family, object))
        .forEach(object => family.add(object.metadata.uid));
    }
    return {
      resources: all.filter(object => isIn(family, object)),
      leftovers: all.filter(object => !isIn(family, object)),
    };
  }

  /** A claim's resources name its composite as their controller: without that one there is nothing to tell them by. */
  #awaitsComposite(): boolean {
    return (
      this.environment !== undefined &&
      compositeReference(this.environment) !== undefined &&
      !this.composite
    );
  }
}

function isIn(
  family: ReadonlySet<string | undefined>,
  object: ProjectedObject,
): boolean {
  const controller = controllerOf(object);
  return !controller || family.has(controller.uid);
}

function oldest(
  objects: Map<string, ProjectedObject>,
): ProjectedObject | undefined {
  return objects.size > 1
    ? [...objects.values()].sort(oldestFirst)[0]
    : objects.values().next().value;
}

function oldestFirst(a: ProjectedObject, b: ProjectedObject): number {
  return (
    compareTexts(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareTexts(kindNameOf(a), kindNameOf(b)) ||
    compareTexts(a.metadata.name, b.metadata.name) ||
    compareTexts(a.metadata.uid, b.metadata.uid)
  );
}
