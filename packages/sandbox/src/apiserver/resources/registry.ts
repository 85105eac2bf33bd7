import type { Endpoint, ResourceType } from './resourceType';
import { collectionOf } from './resourceType';

/** The types that the server knows at the moment. */
export class Registry {
  private readonly types = new Map<string, ResourceType>();

  add(type: ResourceType): void {
    this.types.set(collectionOf(type), type);
  }

  remove(type: { group: string; plural: string }): void {
    this.types.delete(collectionOf(type));
  }

  get(group: string, plural: string): ResourceType | undefined {
    return this.types.get(collectionOf({ group, plural }));
  }

  byCollection(collection: string): ResourceType | undefined {
    return this.types.get(collection);
  }

  /** The type whose objects have this kind. */
  byKind(group: string, kind: string): ResourceType | undefined {
    return this.all().find(type => type.group === group && type.kind === kind);
  }

  endpoint(
    group: string,
    version: string,
    plural: string,
  ): Endpoint | undefined {
    const type = this.get(group, plural);
    const served = type?.versions.find(
      ({ name, served: isServed }) => name === version && isServed,
    );
    return type && served ? { type, version: served } : undefined;
  }

  all(): ResourceType[] {
    return [...this.types.values()];
  }
}
