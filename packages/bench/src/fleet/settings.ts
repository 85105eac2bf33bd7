import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  parseSettings,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { parse } from 'yaml';
import { Json, memberOf } from './kubernetes';

/** The folder of the environments' definition and composition. */
export function apisFolder(): string {
  const functionFolder = dirname(
    require.resolve(
      '@mlops-platform/function-mlflow-environments/package.json',
    ),
  );
  return join(functionFolder, '..', 'apis', 'mlflowenvironments');
}

export function readYaml(file: string): Json {
  return parse(readFileSync(file, 'utf8'));
}

/** The composition's example settings, narrowed so that an environment has 16 composed resources. */
export function fleetComposition(): {
  composition: Json;
  settings: PlatformSettings;
} {
  const composition = readYaml(join(apisFolder(), 'composition.yaml'));
  const [step] = memberOf(composition, 'spec').pipeline as Json[];
  const input = memberOf(step, 'input');
  const spec = memberOf(input, 'spec');
  const narrowed = {
    ...input,
    spec: {
      ...spec,
      atlas: { ...memberOf(spec, 'atlas'), egressCidrs: ['203.0.113.10/32'] },
      networkPolicy: undefined,
    },
  };
  return {
    composition: {
      ...composition,
      spec: {
        ...memberOf(composition, 'spec'),
        pipeline: [{ ...step, input: JSON.parse(JSON.stringify(narrowed)) }],
      },
    },
    settings: parseSettings(JSON.parse(JSON.stringify(narrowed))),
  };
}
