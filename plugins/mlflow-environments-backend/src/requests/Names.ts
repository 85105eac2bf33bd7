import { JsonObject } from '@backstage/types';
import {
  checkName,
  NameCheck,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { HealthHistory } from '../history/HealthHistory';
import { Inventory } from '../history/Inventory';
import { textAt } from '../lib/json';
import { EnvironmentStore } from '../store';
import { isExpired, Requests } from './Requests';

const TAKEN = 'An environment has this name already.';
export const REQUESTED = 'Somebody has asked for this name already.';
const RETAINED =
  'An earlier environment of this name left its data behind: until that is reviewed, the name is kept for whoever takes the data back with reclaim.';

/** Which names can still be taken: in the whole fleet, an environment's name is had once. */
export class Names {
  constructor(
    private readonly options: {
      store: EnvironmentStore;
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
      (this.isRequested(environmentID) ? REQUESTED : undefined) ??
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
    if (this.isHad(environmentID)) {
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

  /** Whether a cluster has, or had when it could last be read, an environment of that name. */
  private isHad(environmentID: string): boolean {
    const { history, store } = this.options;
    return (
      history.placesOf(environmentID).length > 0 ||
      [...store.list()].some(({ ref }) => ref.name === environmentID)
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
