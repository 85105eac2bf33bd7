import type { Config } from '@backstage/config';
import type { GroupKind } from '../store';
import { ENVIRONMENT_KIND } from './kinds';

/**
 * Reads `mlflowEnvironments.environmentKinds`: the kinds whose objects are environments or legacy claims. Defaults to
 * MLflowEnvironment of mlops.example.com.
 */
export function readEnvironmentKinds(config: Config): GroupKind[] {
  const kinds = config.getOptionalConfigArray(
    'mlflowEnvironments.environmentKinds',
  );
  return (
    kinds?.map(kind => ({
      group: kind.getString('group'),
      kind: kind.getString('kind'),
    })) ?? [ENVIRONMENT_KIND]
  );
}
