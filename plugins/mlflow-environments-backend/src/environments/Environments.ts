import { isDeepStrictEqual } from 'node:util';
import {
  EnvironmentDetail,
  EnvironmentRef,
  formatEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { StoredRequest } from '../database/RequestsStore';
import { HealthHistory } from '../history/HealthHistory';
import { Requests } from '../requests/Requests';
import { eachInSlices } from '../lib/breathe';
import { EnvironmentRecord, EnvironmentStore } from '../store';
import { DescribeEnvironment } from './describe';
import { EnvironmentTable } from './EnvironmentTable';
import { EnvironmentView, toView } from './EnvironmentView';
import { transitionOf } from './transition';

/** One environment before and after; undefined where there was, or is, none. */
export interface ViewChange {
  ref: EnvironmentRef;
  before?: EnvironmentView;
  after?: EnvironmentView;
}

/**
 * Every environment, ready to be read: what clusters have, and what was asked for and no cluster has yet. Each is worked out
 * once for each change of it, so that reading one is a look into a map.
 */
export class Environments {
  /** For lists: to be read at once, and changed by nobody else. */
  readonly table = new EnvironmentTable();
  private readonly listeners = new Set<(change: ViewChange) => void>();
  private version = 0;

  constructor(
    private readonly options: {
      store: EnvironmentStore;
      requests: Requests;
      history: HealthHistory;
      describe: DescribeEnvironment;
      now: () => Date;
    },
  ) {}

  /** Reads what is known by now and follows what changes from then on. */
  start(): void {
    const { store, requests } = this.options;
    store.onChange(({ ref }) => this.update(ref));
    requests.onChange(names => names.forEach(name => this.updateNamed(name)));
    for (const { ref } of store.list()) {
      this.update(ref);
    }
    this.updateRequested();
  }

  /** Works out again what time alone changes: a request that expired. */
  updateRequested(): void {
    for (const request of this.options.requests.list()) {
      this.update(placeOf(request));
    }
  }

  /** Works out again one environment, of whose past more is known now. */
  refresh(ref: EnvironmentRef): void {
    this.update(ref);
  }

  /** Works out again every environment of some clusters: what their Compositions make is something else now. */
  async updateClusters(clusters: string[]): Promise<void> {
    const refs = this.list()
      .map(({ detail }) => detail.ref)
      .filter(({ cluster }) => clusters.includes(cluster));
    await eachInSlices(refs, ref => this.update(ref));
  }

  get(ref: EnvironmentRef): EnvironmentView | undefined {
    return this.table.get(ref);
  }

  /** All environments as they are now, in the order of their names. */
  list(): EnvironmentView[] {
    return [...this.table.views];
  }

  onChange(listener: (change: ViewChange) => void): void {
    this.listeners.add(listener);
  }

  /** A request of that name changed: the place it asks for, and the place an earlier one asked for. */
  private updateNamed(name: string): void {
    const request = this.options.requests.get(name);
    const known = this.list()
      .map(({ detail }) => detail.ref)
      .filter(ref => ref.name === name);
    const places = request ? [...known, placeOf(request)] : known;
    places.forEach(ref => this.update(ref));
  }

  private update(ref: EnvironmentRef): void {
    const before = this.table.get(ref);
    const detail = this.work(ref);
    if (!detail) {
      this.replace({ ref, before });
    } else if (!before || !saysTheSame(before.detail, detail)) {
      this.version += 1;
      const after = toView({ ...detail, version: this.version });
      this.replace({ ref, before, after });
    }
  }

  private work(ref: EnvironmentRef): EnvironmentDetail | undefined {
    const { store, requests, describe } = this.options;
    const record = store.get(ref);
    const request = requestFor(ref, requests.get(ref.name));
    if (record) {
      return this.recorded(record, request);
    }
    return request && !request.fulfilledUid && request.state === 'Pending'
      ? describe.requested(request)
      : undefined;
  }

  private recorded(
    record: EnvironmentRecord,
    request: StoredRequest | undefined,
  ): EnvironmentDetail {
    const { history, describe, now } = this.options;
    const known = history.get(record.uid);
    const detail = describe.recorded(record, request, known);
    const transition = transitionOf(detail, record, known, now());
    if (!transition) {
      return detail;
    }
    history.observe(transition);
    // What was just noted says since when, where the cluster doesn't.
    return detail.health.since === undefined
      ? describe.recorded(record, request, history.get(record.uid))
      : detail;
  }

  private replace(change: ViewChange): void {
    if (change.before === change.after) {
      return;
    }
    if (change.after) {
      this.table.put(change.after);
    } else {
      this.table.remove(change.ref);
    }
    this.listeners.forEach(listener => listener(change));
  }
}

function placeOf(request: StoredRequest): EnvironmentRef {
  const { cluster, namespace, environmentID } = request;
  return { cluster, namespace, name: environmentID };
}

/** A name is asked for in one place; an environment elsewhere that has it isn't the answer. */
function requestFor(
  ref: EnvironmentRef,
  request: StoredRequest | undefined,
): StoredRequest | undefined {
  return request &&
    formatEnvironmentRef(placeOf(request)) === formatEnvironmentRef(ref)
    ? request
    : undefined;
}

function saysTheSame(a: EnvironmentDetail, b: EnvironmentDetail): boolean {
  return isDeepStrictEqual({ ...a, version: 0 }, { ...b, version: 0 });
}
