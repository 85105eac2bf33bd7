import {
  EnvironmentRef,
  formatEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { compareTexts } from '../lib/compareTexts';
import { placeIn } from '../lib/placeIn';
import { EnvironmentTraits, EnvironmentView } from './EnvironmentView';
import { TextColumn } from './TextColumn';

/**
 * All environments, in the order of their names, with what lists are made of lying side by side: ten thousand views lie all over
 * the memory, and going there takes longer than anything that is done with them.
 *
 * A row is a number that counts environments from 0. Adding or removing one moves those behind it.
 */
export class EnvironmentTable {
  readonly views: EnvironmentView[] = [];
  /** When the health became what it is, in milliseconds since 1970; 0 while that isn't known. */
  readonly since: number[] = [];
  readonly traits: Readonly<Record<keyof EnvironmentTraits, TextColumn>> = {
    status: new TextColumn(),
    cluster: new TextColumn(),
    namespace: new TextColumn(),
    stage: new TextColumn(),
    owner: new TextColumn(),
  };
  private readonly byRef = new Map<string, EnvironmentView>();

  get size(): number {
    return this.views.length;
  }

  get(ref: EnvironmentRef): EnvironmentView | undefined {
    return this.byRef.get(formatEnvironmentRef(ref));
  }

  /** The row of an environment; of one that isn't here, half way between those that it would be between. */
  placeOf(ref: EnvironmentRef): number {
    return placeIn(this.views, ({ detail }) => compareRefs(detail.ref, ref));
  }

  /** Adds an environment, or what it is now. */
  put(view: EnvironmentView): void {
    const { ref, health } = view.detail;
    const place = this.placeOf(ref);
    const row = Math.ceil(place);
    const isNew = row !== place;
    const since = Date.parse(health.since ?? '') || 0;
    this.views.splice(row, isNew ? 0 : 1, view);
    this.since.splice(row, isNew ? 0 : 1, since);
    for (const [trait, column] of this.traitColumns()) {
      if (isNew) {
        column.insert(row, view.facts[trait]);
      } else {
        column.replace(row, view.facts[trait]);
      }
    }
    this.byRef.set(formatEnvironmentRef(ref), view);
  }

  remove(ref: EnvironmentRef): void {
    if (!this.byRef.delete(formatEnvironmentRef(ref))) {
      return;
    }
    const row = this.placeOf(ref);
    this.views.splice(row, 1);
    this.since.splice(row, 1);
    this.traitColumns().forEach(([, column]) => column.remove(row));
  }

  private traitColumns(): Array<[keyof EnvironmentTraits, TextColumn]> {
    return Object.entries(this.traits) as Array<
      [keyof EnvironmentTraits, TextColumn]
    >;
  }
}

/** A name is shared by at most some environments, of other namespaces or clusters. */
function compareRefs(a: EnvironmentRef, b: EnvironmentRef): number {
  return (
    compareTexts(a.name, b.name) ||
    compareTexts(a.namespace, b.namespace) ||
    compareTexts(a.cluster, b.cluster)
  );
}
