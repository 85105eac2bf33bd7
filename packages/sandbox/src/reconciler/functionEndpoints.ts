import { arrayAt, stringAt } from '../json';
import { KubeClient } from '../kube';
import { FUNCTION_REVISION_TYPE, PACKAGE_LABEL } from '../crossplane';

/** Finds where a composition function listens: its active FunctionRevision says so. */
export class FunctionEndpoints {
  constructor(private readonly client: KubeClient) {}

  /** The gRPC target of a function by its name, or `undefined` where none is active. */
  async find(name: string): Promise<string | undefined> {
    const { items } = await this.client.list(FUNCTION_REVISION_TYPE, {
      labelSelector: `${PACKAGE_LABEL}=${name}`,
    });
    const active = items.find(
      revision =>
        stringAt(revision.spec, 'desiredState') === 'Active' &&
        arrayAt(revision.status, 'capabilities').includes('composition'),
    );
    return stringAt(active?.status, 'endpoint');
  }
}
