import { Zod } from './zod';

/** Input fields that several actions take, in the same words. */
export const inputs = {
  target: (z: Zod) =>
    z
      .string()
      .describe(
        'Name of one of mlflowEnvironments.targets; may be left out where there is only one',
      )
      .optional(),
  namespace: (z: Zod) =>
    z.string().describe('Kubernetes namespace of the environment'),
  parameters: (z: Zod) =>
    z
      .object({
        environmentID: z
          .string()
          .describe('Name of the environment, unique in the fleet'),
      })
      .passthrough()
      .describe(
        'What the environment should be: spec.parameters of an MLflowEnvironment',
      ),
};
