import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE } from './paths';

/** What a Dockerfile says of the containers that run from it. */
export interface ImageConfiguration {
  variables: Record<string, string>;
  user: string;
  command: string[];
}

/** The configuration of the MLflow image. */
export function imageConfiguration(): ImageConfiguration {
  const text = readFileSync(join(IMAGE, 'Dockerfile'), 'utf8');
  const instructions = text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map(line => /^([A-Z]+) (.*)$/.exec(line))
    .flatMap(match => (match ? [{ name: match[1], value: match[2] }] : []));
  const valueOf = (name: string) =>
    instructions.find(instruction => instruction.name === name)?.value ?? '';
  return {
    variables: Object.fromEntries(
      valueOf('ENV')
        .split(' ')
        .map(pair => pair.split('=')),
    ),
    user: valueOf('USER'),
    command: JSON.parse(valueOf('CMD')),
  };
}
