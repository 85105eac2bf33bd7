import { dirname, join } from 'node:path';
import { Child } from './childProcess';

/** What Backstage's configuration needs to know of the sandbox. */
export interface BackstageOptions {
  /** The repository's root. */
  root: string;
  token: string;
  gitPassword: string;
  logFile: string;
}

/** Starts Backstage's backend with the demo's configuration. */
export function startBackend(options: BackstageOptions): Child {
  return startPackage('The Backstage backend', 'backend', options);
}

/** Starts Backstage's frontend, which compiles in the background. */
export function startFrontend(options: BackstageOptions): Child {
  return startPackage('The Backstage frontend', 'app', options);
}

function startPackage(
  name: string,
  folder: string,
  { root, token, gitPassword, logFile }: BackstageOptions,
): Child {
  const cli = dirname(require.resolve('@backstage/cli/package.json'));
  return new Child({
    name,
    command: process.execPath,
    args: [join(cli, 'bin', 'backstage-cli'), 'package', 'start'],
    directory: join(root, 'packages', folder),
    environment: {
      ...process.env,
      SANDBOX_TOKEN: token,
      SANDBOX_GIT_PASSWORD: gitPassword,
      // The frontend's development server opens a browser otherwise.
      BROWSER: 'none',
      FORCE_COLOR: '0',
    },
    logFile,
  });
}
