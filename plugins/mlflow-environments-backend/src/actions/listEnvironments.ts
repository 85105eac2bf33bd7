import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { EnvironmentService } from '../service/EnvironmentService';
import { summarySchema } from './schemas';
import { toSummary } from './summary';

const LIMIT = 200;

export function registerListEnvironments(
  registry: ActionsRegistryService,
  service: EnvironmentService,
): void {
  registry.register({
    name: 'list-environments',
    title: 'List MLflow environments',
    description: `MLflow environments that the caller may see, with their health, owner and tracking URI, by name. At most ${LIMIT}; totalItems counts all that match.`,
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          text: z
            .string()
            .optional()
            .describe('Words that name, namespace or owner contain'),
          status: z
            .array(z.string())
            .optional()
            .describe('Only these, like Failed or Degraded'),
          owner: z
            .array(z.string())
            .optional()
            .describe('Only of these owners, as full entity refs'),
          stage: z
            .array(z.string())
            .optional()
            .describe('Only these: dev, staging or prod'),
        }),
      output: z =>
        z.object({ items: z.array(summarySchema(z)), totalItems: z.number() }),
    },
    action: async ({ input, credentials }) => {
      const { text, status, owner, stage } = input;
      const { items, totalItems } = await service.list(
        {
          text,
          filters: { status, owner, stage },
          order: { field: 'name', direction: 'asc' },
          limit: LIMIT,
        },
        credentials,
      );
      return { output: { items: items.map(toSummary), totalItems } };
    },
  });
}
