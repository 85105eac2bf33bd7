import { z } from 'zod';
import { ipv4Cidr } from './cidr';
import { InvalidInputError } from './errors';
import { describeIssues } from './issues';
import { KubernetesObject } from './kubernetes';
import { Names, namesOf } from './compose/names';
import { PlatformSettings } from './settings';

/**
 * `spec.parameters` with the defaults of the API's definition, which a preview has not been through. What the definition
 * refuses is checked again only where something here relies on it.
 */
const parametersSchema = z.object({
  environmentID: z
    .string()
    .max(40, 'must have at most 40 characters')
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
      'must be lowercase letters, digits and hyphens',
    ),
  region: z.string().default('us-east-1'),
  deletionPolicy: z.enum(['Delete', 'Orphan']).default('Orphan'),
  stage: z.enum(['dev', 'staging', 'prod']).default('dev'),
  owner: z.string().optional(),
  costCenter: z.string().optional(),
  database: z
    .object({
      tier: z.enum(['Flex', 'M10', 'M20', 'M30', 'M40']).default('M10'),
      backup: z.boolean().optional(),
      version: z.string().optional(),
      allowedCidrs: z.array(ipv4Cidr).default([]),
    })
    .default({}),
  artifacts: z
    .object({
      versioning: z.boolean().default(true),
      retentionDays: z.number().int().min(1).optional(),
    })
    .default({}),
  server: z
    .object({
      version: z.string().optional(),
      replicas: z.number().int().min(1).max(10).default(1),
      resources: z
        .object({
          requests: z.record(z.string()).default({}),
          limits: z.record(z.string()).default({}),
        })
        .default({}),
      ingressHost: z.string().optional(),
    })
    .default({}),
  observability: z
    .object({
      metrics: z.boolean().default(true),
      logs: z.enum(['None', 'Sidecar']).default('None'),
    })
    .default({}),
  reclaim: z
    .object({
      projectId: z
        .string()
        .regex(/^[0-9a-f]{24}$/, 'must be 24 hexadecimal digits'),
    })
    .optional(),
});

/**
 * `spec.parameters` of an environment, defaults filled in.
 *
 * @public
 */
export type Parameters = z.output<typeof parametersSchema>;

/**
 * One environment as all parts of it see it.
 *
 * @public
 */
export interface Environment {
  /** metadata.name, which is the environmentID. */
  name: string;
  namespace: string;
  parameters: Parameters;
  settings: PlatformSettings;
  names: Names;
}

/**
 * Reads a composite resource or a claim that is not applied yet.
 *
 * @throws InvalidInputError if it is not a usable MLflowEnvironment
 */
export function readEnvironment(
  xr: KubernetesObject,
  settings: PlatformSettings,
): Environment {
  const { name, namespace } = xr.metadata;
  if (!name || !namespace) {
    throw InvalidInputError.inClaim(
      'The MLflowEnvironment has no name or no namespace',
      'set metadata.name and metadata.namespace',
    );
  }
  const parameters = readParameters(xr);
  if (parameters.environmentID !== name) {
    throw InvalidInputError.inClaim(
      `spec.parameters.environmentID ${parameters.environmentID} differs from metadata.name ${name}`,
      'make them equal',
    );
  }
  requireOffered(parameters, settings);
  return {
    name,
    namespace,
    parameters,
    settings,
    names: namesOf({
      prefix: settings.naming.prefix,
      scope: settings.naming.scope,
      namespace,
      environmentID: parameters.environmentID,
    }),
  };
}

function readParameters(xr: KubernetesObject): Parameters {
  const parsed = z
    .object({ spec: z.object({ parameters: parametersSchema }) })
    .safeParse(xr);
  if (!parsed.success) {
    throw InvalidInputError.inClaim(describeIssues(parsed.error), 'correct it');
  }
  return parsed.data.spec.parameters;
}

/** Refuses what the definition allows but this installation does not offer. */
function requireOffered(
  { region, stage, deletionPolicy, database }: Parameters,
  settings: PlatformSettings,
): void {
  if (!settings.regions.includes(region)) {
    throw InvalidInputError.inClaim(
      `spec.parameters.region ${region} is not offered here`,
      `choose one of ${settings.regions.join(', ')}`,
    );
  }
  if (stage === 'prod' && deletionPolicy !== 'Orphan') {
    throw InvalidInputError.inClaim(
      'A prod environment keeps its data',
      'set spec.parameters.deletionPolicy to Orphan',
    );
  }
  if (database.tier !== 'Flex') return;
  if (stage === 'prod') {
    throw InvalidInputError.inClaim(
      'A prod environment needs a dedicated database',
      'set spec.parameters.database.tier to M10 or larger',
    );
  }
  const { flexRegions } = settings.atlas;
  if (flexRegions && !flexRegions.includes(region)) {
    throw InvalidInputError.inClaim(
      `Atlas has no Flex clusters in ${region}`,
      `choose a dedicated tier or one of the regions ${flexRegions.join(', ')}`,
    );
  }
}
