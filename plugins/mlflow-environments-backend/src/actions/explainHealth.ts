import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { EnvironmentDetail } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentService } from '../service/EnvironmentService';
import { causeSchema, refSchema } from './schemas';
import { toCause } from './summary';

export function registerExplainHealth(
  registry: ActionsRegistryService,
  service: EnvironmentService,
): void {
  registry.register({
    name: 'explain-environment-health',
    title: 'Explain the health of an MLflow environment',
    description:
      'Why an MLflow environment is as it is: its status, the resource that explains it, what to do and whose move it is, and every resource that is not ready.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: refSchema,
      output: z =>
        z.object({
          status: z.string(),
          since: z.string().optional(),
          progress: z.object({ ready: z.number(), total: z.number() }),
          cause: causeSchema(z).optional(),
          hint: z.string().optional(),
          outdated: z
            .string()
            .optional()
            .describe('Why this may not be how it is now'),
          changesBlocked: z
            .string()
            .optional()
            .describe('Why changes of the claim do not arrive'),
          notReady: z.array(
            z.object({
              resource: z.string(),
              status: z.string(),
              message: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const { detail } = await service.get(input, credentials);
      return { output: explain(detail) };
    },
  });
}

function explain(detail: EnvironmentDetail) {
  const { health, stale, reconcileError, resources } = detail;
  return {
    status: health.status,
    since: health.since,
    progress: health.progress,
    cause: toCause(health.cause),
    hint: health.hint,
    outdated: stale?.reason,
    changesBlocked: reconcileError?.message ?? reconcileError?.reason,
    notReady: resources
      .filter(({ status }) => status !== 'Ready')
      .map(({ kind, name, status, message }) => ({
        resource: `${kind} ${name}`,
        status,
        message,
      })),
  };
}
