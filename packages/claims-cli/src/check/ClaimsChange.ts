/** The claims of a repository, and what of them changed. Paths are relative to the repository's root. */
export interface ClaimsChange {
  /** The folder that holds the claims; empty when it is the root. */
  folder: string;
  /** Every YAML file below the folder, as it is. */
  files: ReadonlyMap<string, string>;
  /** YAML files below the folder that can't be read, with the reason. */
  unreadable: ReadonlyMap<string, string>;
  /** What each changed file was before; undefined for one that is new, or when there is nothing to compare with. */
  changed: ReadonlyMap<string, string | undefined>;
}
