/** A kind of objects, whatever version it is read in. */
export interface GroupKind {
  /** Empty for the core group. */
  group: string;
  kind: string;
}

/** How a kind is called in status and logs, and keyed: `Bucket.s3.aws.m.upbound.io`, `Service`. */
export function kindName({ group, kind }: GroupKind): string {
  return group ? `${kind}.${group}` : kind;
}

/** The group and version of an `apiVersion` (`apps/v1`, `v1`). */
export function parseApiVersion(apiVersion: string): {
  group: string;
  version: string;
} {
  const slash = apiVersion.indexOf('/');
  return slash === -1
    ? { group: '', version: apiVersion }
    : {
        group: apiVersion.slice(0, slash),
        version: apiVersion.slice(slash + 1),
      };
}

/** The name of the kind that an object or reference is of. */
export function kindNameOf(object: {
  apiVersion: string;
  kind: string;
}): string {
  return kindName({
    group: parseApiVersion(object.apiVersion).group,
    kind: object.kind,
  });
}

/** Whether an object or reference is of a kind. Makes nothing: it is asked of every object of a cluster. */
export function isOfKind(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  { group, kind: wanted }: GroupKind,
): boolean {
  if (kind !== wanted) {
    return false;
  }
  return group
    ? apiVersion.startsWith(group) && apiVersion[group.length] === '/'
    : !apiVersion.includes('/');
}

/** Secrets are known from references alone: a role can't be granted their metadata without their data. */
export function isSecret(name: string): boolean {
  return name === 'Secret';
}
