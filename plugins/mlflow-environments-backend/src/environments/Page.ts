import { ListEnvironments } from '../schema/openapi';
import { Cursor, decodeCursor, encodeCursor } from './cursor';
import { EnvironmentTable } from './EnvironmentTable';
import { EnvironmentView } from './EnvironmentView';

type OrderField = NonNullable<ListEnvironments['query']['orderField']>;

export interface Order {
  field: OrderField;
  direction: 'asc' | 'desc';
}

interface Found {
  row: number;
  key: Cursor['key'];
}

/**
 * The first environments in order after the cursor, as many as fit on a page and one more, which tells that there are more. Rows
 * may be offered in any order.
 */
export class Page {
  private readonly found: Found[] = [];
  private readonly orderedBy: ReadonlyArray<string | number>;
  private readonly after?: Cursor;

  constructor(
    private readonly table: EnvironmentTable,
    private readonly query: { order: Order; limit: number; cursor?: string },
  ) {
    this.orderedBy = table.columns[query.order.field];
    // The cursor names the last environment of the page before, which may be gone by now.
    this.after = query.cursor
      ? decodeCursor(query.cursor, query.order)
      : undefined;
  }

  offer(row: number): void {
    const { found, after } = this;
    const { limit } = this.query;
    // Most are behind the page, and a look at them must make nothing.
    if (found.length > limit && this.compare(row, found[limit].key) >= 0) {
      return;
    }
    if (after && this.compare(row, after.key) <= 0) {
      return;
    }
    found.splice(this.indexFor(row), 0, { row, key: this.keyOf(row) });
    if (found.length > limit + 1) {
      found.pop();
    }
  }

  read(): { items: EnvironmentView[]; nextCursor?: string } {
    const { found, query, table } = this;
    const shown = found.slice(0, query.limit);
    return {
      items: shown.map(({ row }) => table.columns.view[row]),
      nextCursor:
        found.length > shown.length
          ? encodeCursor({
              ...query.order,
              key: shown[shown.length - 1].key,
            })
          : undefined,
    };
  }

  private indexFor(row: number): number {
    let low = 0;
    let high = this.found.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.compare(row, this.found[middle].key) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Whatever comes first, names make the order total, so that pages neither repeat nor skip. */
  private keyOf(row: number): Cursor['key'] {
    const { name, namespace, cluster } = this.table.columns;
    return [this.orderedBy[row], name[row], namespace[row], cluster[row]];
  }

  /** Whether a row comes before a place (negative), behind it (positive), or is there (0). */
  private compare(row: number, key: Cursor['key']): number {
    const { name, namespace, cluster } = this.table.columns;
    const byField = compareValues(this.orderedBy[row], key[0]);
    return (
      (this.query.order.direction === 'desc' ? -byField : byField) ||
      compareValues(name[row], key[1]) ||
      compareValues(namespace[row], key[2]) ||
      compareValues(cluster[row], key[3])
    );
  }
}

/** Texts by code units: the same everywhere, whatever the language of the machine. */
export function compareValues(a: string | number, b: string | number): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
