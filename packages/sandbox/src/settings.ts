/** The TCP ports of the demo, all on loopback. */
export interface Ports {
  frontend: number;
  backend: number;
  api: number;
  git: number;
  function: number;
}

/** What the environment says of the demo. */
export interface Settings {
  ports: Ports;
  /** Password of the Git user `sandbox`. */
  gitPassword: string;
  /** How many times faster than normal the simulated clouds are. */
  speed: number;
  /** Folders of CustomResourceDefinitions, separated as in `PATH`. */
  crdFolders?: string;
}

/** Reads the settings, each with its documented default. Throws where a value is nonsense. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    ports: {
      frontend: 3000,
      backend: 7007,
      api: readPort(environment, 'SANDBOX_API_PORT', 7010),
      git: readPort(environment, 'SANDBOX_GIT_PORT', 7011),
      function: readPort(environment, 'SANDBOX_FUNCTION_PORT', 7012),
    },
    gitPassword: environment.SANDBOX_GIT_PASSWORD || 'sandbox',
    speed: readSpeed(environment),
    crdFolders: environment.SANDBOX_CRDS_DIR,
  };
}

function readSpeed(environment: NodeJS.ProcessEnv): number {
  const speed = Number(environment.SANDBOX_SPEED || 1);
  if (!(speed > 0)) {
    throw new Error(
      `SANDBOX_SPEED is "${environment.SANDBOX_SPEED}"; set how many times faster than normal the clouds shall be, for example 10`,
    );
  }
  return speed;
}

function readPort(
  environment: NodeJS.ProcessEnv,
  variable: string,
  fallback: number,
): number {
  const value = environment[variable];
  if (!value) {
    return fallback;
  }
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(
      `${variable} is "${value}", which is no TCP port; set a number from 1 to 65535`,
    );
  }
  return port;
}
