import {
  EnvironmentRef,
  EnvironmentStatus,
  formatEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentView } from './EnvironmentView';

/** What environments are listed by, one array for each, all in the order of the rows. */
interface Columns {
  view: EnvironmentView[];
  name: string[];
  namespace: string[];
  cluster: string[];
  status: EnvironmentStatus[];
  stage: string[];
  owner: string[];
  /** When the health became what it is, in milliseconds since 1970; 0 while that isn't known. */
  since: number[];
}

/**
 * All environments, with what lists are made of lying side by side: ten thousand views lie all over the memory, and going there
 * takes longer than anything that is done with them. Rows are in no order, and move when others are removed.
 */
export class EnvironmentTable {
  readonly columns: Readonly<Columns> = {
    view: [],
    name: [],
    namespace: [],
    cluster: [],
    status: [],
    stage: [],
    owner: [],
    since: [],
  };
  private readonly rows = new Map<string, number>();

  get size(): number {
    return this.columns.view.length;
  }

  get(ref: EnvironmentRef): EnvironmentView | undefined {
    const row = this.rows.get(formatEnvironmentRef(ref));
    return row === undefined ? undefined : this.columns.view[row];
  }

  /** Adds an environment, or what it is now. */
  put(view: EnvironmentView): void {
    const key = formatEnvironmentRef(view.detail.ref);
    const row = this.rows.get(key) ?? this.size;
    this.rows.set(key, row);
    this.write(row, view);
  }

  remove(ref: EnvironmentRef): void {
    const key = formatEnvironmentRef(ref);
    const row = this.rows.get(key);
    if (row === undefined) {
      return;
    }
    this.rows.delete(key);
    const last = this.columns.view[this.size - 1];
    Object.values(this.columns).forEach(column => column.pop());
    if (row < this.size) {
      this.write(row, last);
      this.rows.set(formatEnvironmentRef(last.detail.ref), row);
    }
  }

  private write(row: number, view: EnvironmentView): void {
    const { columns } = this;
    const { facts, detail } = view;
    columns.view[row] = view;
    columns.name[row] = detail.ref.name;
    columns.namespace[row] = facts.namespace;
    columns.cluster[row] = facts.cluster;
    columns.status[row] = facts.status;
    columns.stage[row] = facts.stage;
    columns.owner[row] = facts.owner;
    columns.since[row] = Date.parse(detail.health.since ?? '') || 0;
  }
}
