import { dirname, join } from 'node:path';
import { Sandbox } from '../sandbox';
import { Child } from './childProcess';

/** What Backstage's configuration needs to know of the sandbox. */
export interface BackstageOptions {
  /** The repository's root. */
  root: string;
  api: Pick<Sandbox, 'apiUrl' | 'token' | 'caData'>;
  gitPassword: string;
  logFile: string;
}

/**
 * Starts Backstage's backend with the demo's configuration: without the command line
 * tool, which would wait for a change of the sources when the backend fails to start.
 */
export function startBackend(options: BackstageOptions): Child {
  return new Child({
    name: 'The Backstage backend',
    command: process.execPath,
    args: [
      '--enable-source-maps',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join('src', 'index.ts'),
    ],
    directory: join(options.root, 'packages', 'backend'),
    environment: environmentFor(options),
    logFile: options.logFile,
  });
}

/** Starts Backstage's frontend, which compiles in the background. */
export function startFrontend(options: BackstageOptions): Child {
  const cli = dirname(require.resolve('@backstage/cli/package.json'));
  return new Child({
    name: 'The Backstage frontend',
    command: process.execPath,
    args: [join(cli, 'bin', 'backstage-cli'), 'package', 'start'],
    directory: join(options.root, 'packages', 'app'),
    environment: {
      ...environmentFor(options),
      // The development server opens a browser otherwise.
      BROWSER: 'none',
    },
    logFile: options.logFile,
  });
}

function environmentFor(options: BackstageOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'development',
    SANDBOX_API_URL: options.api.apiUrl,
    SANDBOX_API_CA: options.api.caData,
    SANDBOX_TOKEN: options.api.token,
    SANDBOX_GIT_PASSWORD: options.gitPassword,
    FORCE_COLOR: '0',
  };
}
