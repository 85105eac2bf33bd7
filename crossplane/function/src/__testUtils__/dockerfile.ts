import { readFileSync } from 'node:fs';

/** What a one-stage Dockerfile makes of its base image. */
export interface ImageConfig {
  from: string;
  user: string;
  env: Record<string, string>;
  /** Files it copies from the build context, by their path in the image. */
  files: Record<string, string>;
  /** Entrypoint and command, as they are started. */
  command: string[];
}

/** Reads the instructions that decide how an image starts; anything it doesn't know is an error. */
export function readDockerfile(path: string): ImageConfig {
  const config: ImageConfig = {
    from: '',
    user: '',
    env: {},
    files: {},
    command: [],
  };
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [instruction, ...words] = line.trim().split(/\s+/);
    const rest = words.filter(word => !word.startsWith('--'));
    switch (instruction) {
      case 'FROM':
        [config.from] = rest;
        break;
      case 'USER':
        [config.user] = rest;
        break;
      case 'ENV':
        for (const assignment of rest) {
          const [name, value] = assignment.split('=');
          config.env[name] = value;
        }
        break;
      case 'COPY':
        config.files[rest[1]] = rest[0];
        break;
      case 'EXPOSE':
        break;
      case 'ENTRYPOINT':
      case 'CMD':
        config.command.push(...JSON.parse(words.join(' ')));
        break;
      default:
        throw new Error(`${path} has an instruction ${instruction}`);
    }
  }
  return config;
}
