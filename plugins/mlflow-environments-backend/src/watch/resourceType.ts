import type { GroupKind } from '../store';

/** A resource type as a cluster serves it. */
export interface ResourceType extends GroupKind {
  version: string;
  /** What the kind is called in paths, from discovery: never guessed. */
  plural: string;
}

export function apiVersionOf({ group, version }: ResourceType): string {
  return group ? `${group}/${version}` : version;
}

/** The path of a group and version, where discovery lists its resource types. */
export function groupVersionPath(group: string, version: string): string {
  return group
    ? `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`
    : `/api/${encodeURIComponent(version)}`;
}

/** The path that lists and watches a type in all namespaces. */
export function collectionPath(type: ResourceType): string {
  return `${groupVersionPath(type.group, type.version)}/${encodeURIComponent(
    type.plural,
  )}`;
}
