import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../packageFolder';

/** What is built, and with which Go. */
export interface Versions {
  /** As in a tag, for example `v1.34.4`. */
  kubernetes: string;
  etcd: string;
  /** The lowest version of Go that builds them, for example `1.24.0`. */
  go: string;
}

/** The folder of the Go module that pins what is built. */
export const GO_MODULE = join(PACKAGE_FOLDER, 'go');

/** Reads the versions from a `go.mod`, their only source. Throws where one is missing. */
export function readVersions(goMod: string): Versions {
  const find = (what: string, pattern: RegExp) => {
    const found = pattern.exec(goMod)?.[1];
    if (!found) {
      throw new Error(`go.mod does not say which version of ${what} to use`);
    }
    return found;
  };
  return {
    kubernetes: find('Kubernetes', /^\s*k8s\.io\/kubernetes (v\S+)/m),
    etcd: find('etcd', /^\s*go\.etcd\.io\/etcd\/server\/v3 (v\S+)/m),
    go: find('Go', /^go (\S+)/m),
  };
}

/** The versions of the module beside this package. */
export function pinnedVersions(): Versions {
  return readVersions(readFileSync(join(GO_MODULE, 'go.mod'), 'utf8'));
}
