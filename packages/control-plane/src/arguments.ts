import { parseArgs } from 'node:util';

export const COMMANDS = ['up', 'down', 'status', 'test'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Arguments {
  command: Command;
  /** With the whole demo on it. */
  demo: boolean;
}

const USAGE = 'Usage: npm run control-plane up [--demo] | down | status';

/**
 * Reads the command line. npm keeps options that stand before a `--` to itself and only tells them in the environment.
 * Throws with the usage where the command line says something else.
 */
export function readArguments(
  args: string[],
  environment: NodeJS.ProcessEnv,
): Arguments {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  const known = COMMANDS.find(each => each === command);
  const demo = values.demo ?? environment.npm_config_demo === 'true';
  if (!known || rest.length > 0 || (demo && known !== 'up')) {
    throw new Error(USAGE);
  }
  return { command: known, demo };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { demo: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch {
    throw new Error(USAGE);
  }
}
