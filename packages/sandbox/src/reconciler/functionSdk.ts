import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type * as FunctionSdk from '@crossplane-org/function-sdk-typescript';

const NAME = '@crossplane-org/function-sdk-typescript';

/**
 * Loads the function SDK, whose protobuf types are the wire format. Its package admits
 * `import` only, which neither Backstage's CommonJS output nor Jest can do without
 * flags, so it is required by file.
 */
export function loadFunctionSdk(): typeof FunctionSdk {
  const manifest = findPackageJSON(NAME, __filename);
  if (!manifest) {
    throw new Error(`${NAME} is not installed; run "yarn install"`);
  }
  return createRequire(__filename)(join(dirname(manifest), 'dist', 'index.js'));
}
