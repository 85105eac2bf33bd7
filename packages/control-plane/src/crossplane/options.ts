import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REPOSITORY } from '../packageFolder';

/** What Crossplane is started from. None of it is part of this repository. */
export interface CrossplaneOptions {
  /** The program `crossplane` of Crossplane core, not the command line tool. */
  binary: string;
  /** The folder with the CustomResourceDefinitions of that version of core: `cluster/crds` in its repository. */
  coreCrds: string;
  /** The folder with the providers' CustomResourceDefinitions. Default: the sandbox's permissive ones. */
  managedCrds?: string;
}

/**
 * Reads `CROSSPLANE_BINARY`, `CROSSPLANE_CRDS` and `CONTROL_PLANE_CRDS`; `undefined` where there is no binary. Throws where
 * what they name isn't there.
 */
export function crossplaneFromEnvironment(
  environment: NodeJS.ProcessEnv,
): CrossplaneOptions | undefined {
  const { CROSSPLANE_BINARY: binary } = environment;
  if (!binary) {
    return undefined;
  }
  if (!existsSync(binary)) {
    throw new Error(
      `CROSSPLANE_BINARY names ${binary}, which is not there; set it to the program of Crossplane core, or to nothing`,
    );
  }
  const { MLFLOW_SHARED_DIR: shared = join(REPOSITORY, '..', 'shared') } =
    environment;
  const coreCrds =
    environment.CROSSPLANE_CRDS || join(shared, 'crossplane-crds');
  if (!existsSync(coreCrds)) {
    throw new Error(
      `Crossplane's own CustomResourceDefinitions are not in ${coreCrds}; set CROSSPLANE_CRDS to the folder cluster/crds of Crossplane's repository at the version of CROSSPLANE_BINARY`,
    );
  }
  return {
    binary: resolve(binary),
    coreCrds: resolve(coreCrds),
    managedCrds: managedCrds(environment, join(shared, 'crds')),
  };
}

function managedCrds(
  { CONTROL_PLANE_CRDS: named }: NodeJS.ProcessEnv,
  usual: string,
): string | undefined {
  if (named && !existsSync(named)) {
    throw new Error(
      `CONTROL_PLANE_CRDS names ${named}, which is not there; set it to a folder with the providers' CustomResourceDefinitions, or to nothing`,
    );
  }
  return named || (existsSync(usual) ? usual : undefined);
}
