import { Facet } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { compareTexts } from '../lib/compareTexts';
import { placeIn } from '../lib/placeIn';

/** How many rows have each text. */
export interface TextCounter {
  add(row: number): void;
  /** Those that were counted at least once, ordered by text. */
  read(): Facet[];
}

/**
 * A column of texts, few of which differ: rows have numbers of texts. Looking through ten thousand rows touches no text that way,
 * and what is asked of a text is found out once for all rows that have it.
 */
export class TextColumn {
  /** The number of each row's text. */
  private readonly rows: number[] = [];
  private readonly texts: string[] = [];
  private readonly uses: number[] = [];
  private readonly numbers = new Map<string, number>();
  /** Numbers of texts that no row has any more, for those that come next. */
  private readonly free: number[] = [];

  insert(row: number, text: string): void {
    this.rows.splice(row, 0, this.take(text));
  }

  replace(row: number, text: string): void {
    const before = this.rows[row];
    this.rows[row] = this.take(text);
    this.release(before);
  }

  remove(row: number): void {
    const [number] = this.rows.splice(row, 1);
    this.release(number);
  }

  textOf(row: number): string {
    return this.texts[this.rows[row]];
  }

  /** A test for rows that have one of these texts. As the other readers, it holds until the column is changed. */
  hasOneOf(wanted: string[]): (row: number) => boolean {
    const { rows } = this;
    const marks = new Uint8Array(this.texts.length);
    for (const text of wanted) {
      const number = this.numbers.get(text);
      if (number !== undefined) {
        marks[number] = 1;
      }
    }
    return row => marks[rows[row]] === 1;
  }

  counter(): TextCounter {
    const { rows } = this;
    const counts = new Uint32Array(this.texts.length);
    return {
      add: row => {
        counts[rows[row]] += 1;
      },
      read: () =>
        this.inOrder()
          .map(([value, number]) => ({ value, count: counts[number] }))
          .filter(({ count }) => count > 0),
    };
  }

  /** Numbers that are in the order of the texts: for each row, and for any text, whether a row has it or not. */
  ranks(): { ofRow(row: number): number; ofText(text: string): number } {
    const { rows } = this;
    const ordered = this.inOrder();
    const ranks = new Float64Array(this.texts.length);
    ordered.forEach(([, number], rank) => {
      ranks[number] = rank;
    });
    return {
      ofRow: row => ranks[rows[row]],
      ofText: text => placeIn(ordered, ([other]) => compareTexts(other, text)),
    };
  }

  private inOrder(): Array<[string, number]> {
    return [...this.numbers].sort(([a], [b]) => compareTexts(a, b));
  }

  private take(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.free.pop() ?? this.texts.length;
      this.numbers.set(text, number);
      this.texts[number] = text;
      this.uses[number] = 0;
    }
    this.uses[number] += 1;
    return number;
  }

  private release(number: number): void {
    this.uses[number] -= 1;
    if (this.uses[number] === 0) {
      this.numbers.delete(this.texts[number]);
      this.texts[number] = '';
      this.free.push(number);
    }
  }
}
