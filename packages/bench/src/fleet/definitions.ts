import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compositeCrd, sandboxCrds } from '@mlops-platform/sandbox';
import { isJson, Json, memberOf } from './kubernetes';
import { apisFolder, readYaml } from './settings';

/** What a cluster needs to know before it serves a fleet. */
export interface FleetDefinitions {
  crds: Json[];
  /** Plural by `Kind.group`. */
  plurals: ReadonlyMap<string, string>;
  /** Whether the managed resources have the schemas that their providers gave them. */
  providerSchemas: boolean;
}

/** The definitions of environments and managed resources, with the providers' own schemas where a folder has them. */
export function fleetDefinitions(): FleetDefinitions {
  const folder = join(
    process.env.MLFLOW_SHARED_DIR ??
      resolve(apisFolder(), '../../../../shared'),
    'crds',
  );
  const providerSchemas = existsSync(folder);
  const crds: Json[] = [
    compositeCrd(
      withUid(readYaml(join(apisFolder(), 'definition.yaml'))) as Parameters<
        typeof compositeCrd
      >[0],
    ),
    ...sandboxCrds(providerSchemas ? folder : ''),
  ].map(crd => JSON.parse(JSON.stringify(crd)));
  return {
    crds,
    providerSchemas,
    plurals: new Map(
      crds.map(crd => {
        const { group, names } = memberOf(crd, 'spec');
        const { kind, plural } = isJson(names) ? names : {};
        return [`${kind}.${group}`, String(plural)];
      }),
    ),
  };
}

/** A definition that was never applied has no uid, which its owner reference needs. */
function withUid(definition: Json): Json {
  return {
    ...definition,
    metadata: {
      ...memberOf(definition, 'metadata'),
      uid: '00000000-0000-4000-8000-000000000000',
    },
  };
}
