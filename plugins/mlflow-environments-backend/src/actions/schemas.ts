import { z } from 'zod/v3';

type Zod = typeof z;

/** Where an environment is. */
export const refSchema = (zod: Zod) =>
  zod.object({
    cluster: zod
      .string()
      .describe('The cluster, as the kubernetes config names it'),
    namespace: zod.string().describe('Kubernetes namespace'),
    name: zod.string().describe('environmentID'),
  });

export const causeSchema = (zod: Zod) =>
  zod.object({
    resource: zod
      .string()
      .describe('The resource that explains it, as kind and name'),
    reason: zod.string().optional(),
    message: zod.string(),
  });

/** What is worth knowing of an environment at a glance. */
export const summarySchema = (zod: Zod) =>
  zod.object({
    ref: refSchema(zod),
    entityRef: zod.string().describe('Its catalog entity'),
    owner: zod.string(),
    status: zod
      .string()
      .describe(
        'Pending, Provisioning, Healthy, Degraded, Failed, Deleting, Paused or Unknown',
      ),
    since: zod.string().optional(),
    trackingUri: zod.string().optional(),
    monthlyCostUsd: zod.number().optional().describe('Estimated'),
  });
