/** How a change gets to a target's branch: reviewed first, or at once. */
export type PublishMode = 'pull-request' | 'push';

/** Where claims go: a repository that a cluster follows. */
export interface ClaimTarget {
  name: string;
  /** Cluster, as the `kubernetes` configuration names it. */
  cluster: string;
  /** http(s) clone URL, without credentials. */
  cloneUrl: string;
  branch: string;
  /** Folder of the claims, relative to the repository; empty for its root. */
  path: string;
  /** Namespaces in which environments may be asked for. */
  namespaces: string[];
  publish: PublishMode;
}
