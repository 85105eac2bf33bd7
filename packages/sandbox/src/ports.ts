/** The TCP ports of the demo, all on loopback. */
export interface Ports {
  frontend: number;
  backend: number;
  api: number;
  git: number;
  function: number;
}

/** The ports the demo uses; those of the sandbox can be moved by the environment. */
export function readPorts(environment: NodeJS.ProcessEnv): Ports {
  return {
    frontend: 3000,
    backend: 7007,
    api: readPort(environment, 'SANDBOX_API_PORT', 7010),
    git: readPort(environment, 'SANDBOX_GIT_PORT', 7011),
    function: readPort(environment, 'SANDBOX_FUNCTION_PORT', 7012),
  };
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
