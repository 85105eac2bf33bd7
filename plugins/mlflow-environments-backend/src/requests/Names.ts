import { JsonObject } from '@backstage/types';
import {
  checkName,
  EnvironmentRef,
  NameCheck,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Environments } from '../environments/Environments';
import { HealthHistory } from '../history/HealthHistory';
import { Inventory } from '../history/Inventory';
import { textAt } from '../lib/json';
import { isExpired, Requests } from './Requests';

const TAKEN = 'This name is taken, choose another one.';
const RETAINED =
  'An earlier environment of this name left its data behind. Until that is reviewed, choose another name, or take the data back with reclaim.';

/** Which names can still be taken: in the whole fleet, an environment's name is had once. */
export class Names {
  constructor(
    private readonly options: {
      environments: Environments;
      requests: Requests;
      history: HealthHistory;
      inventory: Inventory;
      now: () => Date;
    },
  ) {}

  /** Says whether, and if not why, without telling who has it. */
  check(environmentID: string): NameCheck {
    const reason =
      checkName(environmentID) ??
      (this.isRequested(environmentID) ? TAKEN : undefined) ??
      this.whyNotFree(environmentID);
    return reason ? { available: false, reason } : { available: true };
  }

  /**
   * What stands in the way of a new environment, other requests aside: those are settled by who stores first.
   *
   * @param parameters - of the new environment, which may take retained data back
   */
  whyNotFree(
    environmentID: string,
    parameters: JsonObject = {},
  ): string | undefined {
    if (this.placesOf(environmentID).length > 0) {
      return TAKEN;
    }
    const leftovers = this.options.inventory.leftoversOf(environmentID);
    const reclaimed = textAt(parameters, 'reclaim', 'projectId');
    const isTakenBack = leftovers.some(
      ({ kind, externalName }) =>
        kind === 'Project' && externalName === reclaimed,
    );
    return leftovers.length > 0 && !isTakenBack ? RETAINED : undefined;
  }

  /** Where clusters have, or had when they could last be read, an environment of that name. */
  placesOf(environmentID: string): EnvironmentRef[] {
    return this.options.history.placesOf(environmentID).concat(
      this.options.environments
        .list()
        .map(({ detail }) => detail)
        .filter(({ ref, request }) => ref.name === environmentID && !request)
        .map(({ ref }) => ref),
    );
  }

  private isRequested(environmentID: string): boolean {
    const request = this.options.requests.get(environmentID);
    return (
      request !== undefined &&
      !request.fulfilledUid &&
      !isExpired(request, this.options.now())
    );
  }
}
