import { z } from 'zod';
import { ipv4Cidr } from './cidr';
import { parseQuantity } from './quantity';
import { InvalidInputError } from './errors';
import { describeIssues } from './issues';

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const dnsName =
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
/** Legal as a label key, as an AWS tag key and as an Atlas tag key alike. */
const tagKey = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
    'must be letters, digits, dots, hyphens or underscores',
  );

/** S3 reserves these (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html). */
const reservedBucketPrefixes = ['xn--', 'sthree-', 'amzn-s3-demo-'];

const text = z.string().min(1, 'must not be empty');

const providerConfigRef = z
  .object({
    kind: z.enum(['ClusterProviderConfig', 'ProviderConfig']),
    name: text,
  })
  .strict()
  .default({ kind: 'ClusterProviderConfig', name: 'default' });

const quantity = z
  .string()
  .refine(
    value => parseQuantity(value) !== undefined,
    'must be a quantity in quotes, like "500m" or "2Gi"',
  );

const quantities = z
  .object({ cpu: quantity.optional(), memory: quantity.optional() })
  .strict();

const settingsSchema = z
  .object({
    /** AWS regions in which environments may be created. */
    regions: z.array(text).min(1, 'must list at least one region'),
    naming: z
      .object({
        /** First part of every external name; with the rest it fits the 63 characters of a bucket name. */
        prefix: z
          .string()
          .regex(
            /^[a-z]([-a-z0-9]{0,10}[a-z0-9])$/,
            'must be 2 to 12 lowercase letters, digits or hyphens and begin with a letter',
          )
          .refine(
            prefix =>
              !reservedBucketPrefixes.some(reserved =>
                `${prefix}-`.startsWith(reserved),
              ),
            'begins with what S3 reserves for itself',
          ),
        /** What tells this installation from others with the same prefix. Outlives the cluster. */
        scope: text,
      })
      .strict(),
    tags: z
      .object({
        keys: z
          .object({
            environment: tagKey.default('mlflow-environment'),
            owner: tagKey.default('owner'),
            costCenter: tagKey.default('cost-center'),
            stage: tagKey.default('stage'),
            managedBy: tagKey.default('managed-by'),
          })
          .strict()
          .default({}),
        /** Further tags of every external resource. */
        extra: z.record(tagKey, z.string()).default({}),
      })
      .strict()
      .default({}),
    atlas: z
      .object({
        organizationId: z
          .string()
          .regex(/^[0-9a-f]{24}$/, 'must be 24 hexadecimal digits'),
        providerConfig: providerConfigRef,
        /** MongoDB major version of environments that don't ask for one. */
        defaultVersion: z
          .string()
          .regex(/^([89]|[1-9]\d)\.\d$/, 'must be "8.0" or newer')
          .default('8.0'),
        /** Addresses from which the cluster's pods reach Atlas. */
        egressCidrs: z
          .array(ipv4Cidr)
          .min(1, 'must list the addresses from which pods reach Atlas'),
        /** Regions with Flex clusters; all when left out. */
        flexRegions: z.array(text).optional(),
      })
      .strict(),
    aws: z
      .object({
        accountId: z.string().regex(/^\d{12}$/, 'must be 12 digits, in quotes'),
        providerConfig: providerConfigRef,
        eksCluster: z.object({ name: text, region: text }).strict(),
        iam: z
          .object({
            path: z
              .string()
              .regex(/^\/([\w+=,.@-]+\/)*$/, 'must begin and end with a slash')
              .default('/'),
            permissionsBoundary: z
              .string()
              .regex(/^arn:/, 'must be the ARN of a policy')
              .optional(),
          })
          .strict()
          .default({}),
      })
      .strict(),
    server: z
      .object({
        image: z
          .object({
            repository: text,
            /** MLflow versions on offer; each is a tag in the repository. */
            versions: z.array(text).min(1, 'must list at least one version'),
            defaultVersion: text,
            pullPolicy: z
              .enum(['Always', 'IfNotPresent', 'Never'])
              .default('IfNotPresent'),
            pullSecrets: z.array(text).default([]),
          })
          .strict()
          .refine(image => image.versions.includes(image.defaultVersion), {
            path: ['defaultVersion'],
            message: 'must be one of versions',
          }),
        workers: z.number().int().min(1).max(32).default(2),
        /** Of one pod, where the claim asks for nothing else. */
        resources: z
          .object({
            requests: quantities.default({ cpu: '500m', memory: '1Gi' }),
            limits: quantities.default({ memory: '2Gi' }),
          })
          .strict()
          .default({}),
        clusterDomain: z.string().regex(dnsName).default('cluster.local'),
        /** Patterns of pod addresses (10.*), allowed as Host header. */
        podNetworks: z.array(text).default(['10.*']),
      })
      .strict(),
    /** Left out where the platform offers no ingress. */
    ingress: z
      .object({
        className: text,
        hostSuffix: z.string().regex(dnsName, 'must be a DNS name'),
        /** What puts authentication in front of the server. */
        authenticationAnnotations: z.record(z.string()).default({}),
        annotations: z.record(z.string()).default({}),
        /** A Secret with a certificate for all hosts; one Secret per environment when left out. */
        tlsSecretName: text.optional(),
      })
      .strict()
      .optional(),
    metrics: z
      .object({
        /** Whether the cluster knows the kind PodMonitor. */
        podMonitor: z.boolean().default(false),
        labels: z.record(z.string()).default({}),
      })
      .strict()
      .default({}),
    /** Left out where the platform offers no log sidecar. */
    logs: z
      .object({
        /** A Fluent Bit image. */
        image: text,
        /** Where the logs go: an output plugin of Fluent Bit and its properties. */
        output: z
          .object({
            plugin: text,
            properties: z.record(z.string()).default({}),
          })
          .strict(),
      })
      .strict()
      .optional(),
    /** Left out where environments get no NetworkPolicy. */
    networkPolicy: z
      .object({
        allowFromNamespaces: z.array(z.string().regex(dnsLabel)).default([]),
      })
      .strict()
      .optional(),
  })
  .strict();

/**
 * What differs between two installations of the platform; the `spec` of the pipeline step's input, with defaults.
 *
 * @public
 */
export type PlatformSettings = z.output<typeof settingsSchema>;

const inputSchema = z.object({
  apiVersion: z.literal('mlflow.mlops.example.com/v1alpha1'),
  kind: z.literal('PlatformSettings'),
  spec: settingsSchema,
});

/**
 * Reads the pipeline step's input.
 *
 * @param input - the whole input: apiVersion, kind and spec
 * @throws InvalidInputError naming every field that is wrong
 * @public
 */
export function parseSettings(input: unknown): PlatformSettings {
  if (input === undefined || input === null) {
    throw InvalidInputError.inSettings(
      'The pipeline step of the Composition has no input',
    );
  }
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw InvalidInputError.inSettings(describeIssues(parsed.error));
  }
  return parsed.data.spec;
}
