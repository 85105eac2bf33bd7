import { ATLAS_KINDS } from './atlas';
import { AWS_KINDS } from './aws';
import { DeploymentController } from './deploymentController';
import {
  ManagedController,
  ManagedControllerOptions,
} from './managedController';
import { ManagedKind } from './managedKind';

export { Cloud } from './cloud';
export type { CloudResource } from './cloud';
export { FAIL_ANNOTATION, FAILURES } from './failures';
export { Pace, SPEED_ANNOTATION } from './pace';

/** Every managed kind that can be simulated. */
export const MANAGED_KINDS: ManagedKind[] = [...ATLAS_KINDS, ...AWS_KINDS];

/** Plays the providers of both clouds and what runs Deployments. */
export class Providers {
  private constructor(
    private readonly controllers: { stop(): Promise<void> }[],
  ) {}

  static start(options: ManagedControllerOptions): Providers {
    return new Providers([
      ...MANAGED_KINDS.map(kind => new ManagedController(kind, options)),
      DeploymentController.start(options),
    ]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.controllers.map(controller => controller.stop()));
  }
}
