import { KubeClient, ObjectType } from '../kube';
import { Logger } from '../logger';
import { CompositeController } from './compositeController';
import { CompositionController } from './compositionController';
import { DefinitionController } from './definitionController';
import { FunctionRunner } from './functionRunner';

export interface ReconcilerOptions {
  client: KubeClient;
  /** How long a function may take, coming up included. Default 20000. */
  functionTimeoutMs?: number;
  logger: Logger;
}

/** Plays the part of Crossplane core: definitions, compositions, composites. */
export class Reconciler {
  private readonly definitions: DefinitionController;
  private readonly compositions: CompositionController;
  private readonly composites = new Map<string, CompositeController>();
  private readonly runner: FunctionRunner;

  private constructor(private readonly options: ReconcilerOptions) {
    const { client, logger, functionTimeoutMs = 20_000 } = options;
    this.runner = new FunctionRunner(client, functionTimeoutMs);
    this.compositions = new CompositionController(client, logger);
    this.definitions = new DefinitionController(
      client,
      (type, definition) => this.startComposite(type, definition),
      logger,
    );
  }

  static start(options: ReconcilerOptions): Reconciler {
    return new Reconciler(options);
  }

  async stop(): Promise<void> {
    await this.definitions.stop();
    await this.compositions.stop();
    await Promise.all([...this.composites.values()].map(each => each.stop()));
    this.runner.close();
  }

  private startComposite(type: ObjectType, definition: string): void {
    const key = `${type.apiVersion}/${type.kind}`;
    if (!this.composites.has(key)) {
      const { client, logger } = this.options;
      this.composites.set(
        key,
        new CompositeController({
          client,
          runner: this.runner,
          type,
          definition,
          logger,
        }),
      );
    }
  }
}
