import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { EnvironmentService } from '../service/EnvironmentService';
import { refSchema, summarySchema } from './schemas';
import { toSummary } from './summary';

export function registerGetEnvironment(
  registry: ActionsRegistryService,
  service: EnvironmentService,
): void {
  registry.register({
    name: 'get-environment',
    title: 'Get an MLflow environment',
    description:
      'One MLflow environment with its parameters, links and the status of each of its resources.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: refSchema,
      output: z =>
        summarySchema(z).extend({
          parameters: z.record(z.unknown()).describe("The claim's parameters"),
          artifactRoot: z.string().optional(),
          links: z.array(z.object({ title: z.string(), url: z.string() })),
          resources: z.array(
            z.object({
              kind: z.string(),
              name: z.string(),
              compositionResourceName: z.string().optional(),
              status: z.string(),
              message: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const { detail } = await service.get(input, credentials);
      return {
        output: {
          ...toSummary(detail),
          parameters: detail.parameters,
          artifactRoot: detail.artifactRoot,
          links: detail.links.map(({ title, url }) => ({ title, url })),
          resources: detail.resources.map(resource => ({
            kind: resource.kind,
            name: resource.name,
            compositionResourceName: resource.compositionResourceName,
            status: resource.status,
            message: resource.message,
          })),
        },
      };
    },
  });
}
