import { placeIn } from '../lib/placeIn';
import { ListEnvironments } from '../schema/openapi';
import { Cursor, decodeCursor, encodeCursor } from './cursor';
import { EnvironmentTable } from './EnvironmentTable';
import { EnvironmentView } from './EnvironmentView';

type OrderField = NonNullable<ListEnvironments['query']['orderField']>;

export interface Order {
  field: OrderField;
  direction: 'asc' | 'desc';
}

/** What rows are ordered by. */
interface OrderKey {
  /** A number that is ordered as what it stands for. */
  ofRow(row: number): number;
  /** The same for the place that a cursor tells, which may have nothing in it by now. */
  ofCursor(cursor: Cursor): number;
  /** What a cursor tells of a row. */
  told(row: number): string | number;
}

/** Where a row comes in an order: by its key, and by its number among those that have the same. */
interface Place {
  key: number;
  row: number;
}

/**
 * The first environments in order after the cursor, as many as fit on a page and one more, which tells that there are more. Rows
 * may be offered in any order.
 */
export class Page {
  private readonly found: Place[] = [];
  private readonly orderKey: OrderKey;
  private readonly sign: 1 | -1;
  private readonly after?: Place;

  constructor(
    private readonly table: EnvironmentTable,
    private readonly query: { order: Order; limit: number; cursor?: string },
  ) {
    const { order, cursor: text } = query;
    this.orderKey = orderKeyOf(table, order.field);
    this.sign = order.direction === 'desc' ? -1 : 1;
    if (text) {
      const cursor = decodeCursor(text, order);
      this.after = {
        key: this.sign * this.orderKey.ofCursor(cursor),
        row: table.placeOf(refOf(cursor)),
      };
    }
  }

  offer(row: number): void {
    const { found, after } = this;
    const { limit } = this.query;
    const key = this.sign * this.orderKey.ofRow(row);
    // Most are behind the page, and a look at them must make nothing.
    if (found.length > limit && compare(found[limit], key, row) <= 0) {
      return;
    }
    if (after && compare(after, key, row) >= 0) {
      return;
    }
    const place = placeIn(found, other => compare(other, key, row));
    found.splice(Math.ceil(place), 0, { key, row });
    if (found.length > limit + 1) {
      found.pop();
    }
  }

  read(): { items: EnvironmentView[]; nextCursor?: string } {
    const { found, query, table } = this;
    const shown = found.slice(0, query.limit);
    return {
      items: shown.map(({ row }) => table.views[row]),
      nextCursor:
        found.length > shown.length
          ? this.cursorAt(shown[shown.length - 1].row)
          : undefined,
    };
  }

  private cursorAt(row: number): string {
    const { name, namespace, cluster } = this.table.views[row].detail.ref;
    return encodeCursor({
      ...this.query.order,
      key: [this.orderKey.told(row), name, namespace, cluster],
    });
  }
}

/** Rows are in the order of names, which makes every order total: pages neither repeat nor skip. */
function compare(place: Place, key: number, row: number): number {
  return place.key - key || place.row - row;
}

function refOf({ key: [, name, namespace, cluster] }: Cursor) {
  return { name, namespace, cluster };
}

function orderKeyOf(table: EnvironmentTable, field: OrderField): OrderKey {
  if (field === 'name') {
    return {
      ofRow: row => row,
      ofCursor: cursor => table.placeOf(refOf(cursor)),
      told: row => table.views[row].detail.ref.name,
    };
  }
  if (field === 'since') {
    return {
      ofRow: row => table.since[row],
      ofCursor: ({ key: [since] }) => Number(since),
      told: row => table.since[row],
    };
  }
  const column = table.traits[field];
  const ranks = column.ranks();
  return {
    ofRow: ranks.ofRow,
    ofCursor: ({ key: [text] }) => ranks.ofText(String(text)),
    told: row => column.textOf(row),
  };
}
