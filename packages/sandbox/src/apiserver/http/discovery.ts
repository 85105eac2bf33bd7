import { createHash } from 'node:crypto';
import { apiVersionOf, type JsonObject } from '../model/objects';
import type { Registry } from '../resources/registry';
import type { ResourceType } from '../resources/resourceType';

/** `/api`: the versions of the core group. */
export function coreVersions(host: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [
      { clientCIDR: '0.0.0.0/0', serverAddress: host },
    ],
  };
}

/** `/apis`: all groups but the core. */
export function groupList(registry: Registry): JsonObject {
  const names = [...new Set(registry.all().map(type => type.group))].filter(
    Boolean,
  );
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: names.map(name => describeGroup(registry, name)),
  };
}

/** `/apis/<group>`, or undefined when no type belongs to it. */
export function group(
  registry: Registry,
  name: string,
): JsonObject | undefined {
  return servedVersions(registry, name).length === 0
    ? undefined
    : { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(registry, name) };
}

function describeGroup(registry: Registry, name: string): JsonObject {
  const versions = servedVersions(registry, name).map(version => ({
    groupVersion: apiVersionOf(name, version),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

function servedVersions(registry: Registry, name: string): string[] {
  const versions = registry
    .all()
    .filter(type => type.group === name)
    .flatMap(type =>
      type.versions.filter(({ served }) => served).map(version => version.name),
    );
  return [...new Set(versions)].sort(byPriority);
}

/**
 * Stable before beta before alpha, newest first; other names last.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority
 */
function byPriority(a: string, b: string): number {
  const rank = (version: string) => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
    if (!match) return undefined;
    const stability = { alpha: 0, beta: 1 }[match[2]] ?? 2;
    return [stability, Number(match[1]), Number(match[3] ?? 0)];
  };
  const ranks = [rank(a), rank(b)];
  const [first, second] = ranks;
  if (!first || !second) {
    if (first) return -1;
    if (second) return 1;
    return a < b ? -1 : 1;
  }
  for (let i = 0; i < first.length; i++) {
    if (first[i] !== second[i]) return second[i] - first[i];
  }
  return 0;
}

/** `/apis/<group>/<version>`, or undefined when it is not served. */
export function resourceList(
  registry: Registry,
  groupName: string,
  version: string,
): JsonObject | undefined {
  const types = registry
    .all()
    .filter(
      type =>
        type.group === groupName &&
        type.versions.some(({ name, served }) => name === version && served),
    );
  if (types.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(groupName, version),
    resources: types.flatMap(type => describeType(type, version)),
  };
}

const HIDDEN_WHEN_TERMINATING = ['create', 'patch', 'update'];

function describeType(type: ResourceType, version: string): JsonObject[] {
  const { kind, namespaced, plural, singular, shortNames, categories } = type;
  const isReview = type.verbs.length === 1;
  const resources: JsonObject[] = [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: type.terminating
        ? type.verbs.filter(verb => !HIDDEN_WHEN_TERMINATING.includes(verb))
        : type.verbs,
      shortNames: shortNames.length > 0 ? shortNames : undefined,
      categories: categories.length > 0 ? categories : undefined,
      storageVersionHash: isReview ? undefined : storageHash(type),
    },
  ];
  if (
    type.versions.some(({ name, hasStatus }) => name === version && hasStatus)
  ) {
    resources.push({
      name: `${plural}/status`,
      singularName: '',
      namespaced,
      kind,
      verbs: ['get', 'patch', 'update'],
    });
  }
  return resources;
}

function storageHash({
  group: name,
  storageVersion,
  kind,
}: ResourceType): string {
  return createHash('sha256')
    .update(`${name}/${storageVersion}/${kind}`)
    .digest()
    .subarray(0, 8)
    .toString('base64');
}
