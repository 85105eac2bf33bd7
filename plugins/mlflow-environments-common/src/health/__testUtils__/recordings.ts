import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KubernetesObject } from '../types';

const folder = join(
  process.env.MLFLOW_SHARED_DIR ??
    resolve(__dirname, '../../../../../../shared'),
  'fixtures/real-crossplane',
);

/** An environment and its resources as a real Crossplane left them. */
export interface Recording {
  name: string;
  environment: KubernetesObject;
  resources: KubernetesObject[];
}

/** Recordings of environments that are still there; none where the recordings aren't at hand. */
export function recordings(): Recording[] {
  const files = existsSync(folder)
    ? readdirSync(folder).filter(file => file.endsWith('.json'))
    : [];
  return files.flatMap(file => {
    const recorded = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const objects: KubernetesObject[] = recorded.objects;
    const environment = objects.find(
      ({ kind }) => kind === 'MLflowEnvironment',
    );
    return environment
      ? [
          {
            name: file.replace(/\.json$/, ''),
            environment,
            resources: objects.filter(object => object !== environment),
          },
        ]
      : [];
  });
}
