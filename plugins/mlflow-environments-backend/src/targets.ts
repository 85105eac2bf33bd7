import { InputError } from '@backstage/errors';
import { Target } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { TargetConfig } from './config';

/** The configured targets. */
export class Targets {
  constructor(private readonly targets: TargetConfig[]) {}

  list(): Target[] {
    return this.targets.map(({ name, cluster, namespaces, publish }) => ({
      name,
      cluster,
      namespaces,
      publish,
    }));
  }

  /**
   * The target of that name, the default one when left out.
   * @throws InputError when there is none, or when claims for the namespace don't go there
   */
  require(name: string | undefined, namespace: string): TargetConfig {
    const target = this.find(name);
    if (!target.namespaces.includes(namespace)) {
      throw new InputError(
        `Target ${
          target.name
        } takes no claims for namespace ${namespace}, choose one of ${target.namespaces.join(
          ', ',
        )}`,
      );
    }
    return target;
  }

  /** The branch that a repository's claims are on, where a target says so. */
  branchOf(repository: string): string | undefined {
    return this.targets.find(({ cloneUrl }) => cloneUrl === repository)?.branch;
  }

  /** Where claims of a stored request went. */
  named(name: string): TargetConfig | undefined {
    return this.targets.find(target => target.name === name);
  }

  private find(name: string | undefined): TargetConfig {
    const target = name === undefined ? this.targets[0] : this.named(name);
    if (target) {
      return target;
    }
    throw new InputError(
      this.targets.length === 0
        ? 'There is no target for claims yet, whoever looks after Backstage adds one to mlflowEnvironments.targets'
        : `There is no target ${name}, choose one of ${this.targets
            .map(known => known.name)
            .join(', ')}`,
    );
  }
}
