import fc from 'fast-check';
import { TextColumn } from './TextColumn';

const someText = fc.constantFrom<string>('', 'dev', 'prod', 'staging', 'Ä');
const someStep = fc.record({
  kind: fc.constantFrom('insert', 'replace', 'remove'),
  at: fc.nat(1_000),
  text: someText,
});
const someColumn = fc.array(someStep).map(steps => {
  const column = new TextColumn();
  const texts: string[] = [];
  for (const { kind, at, text } of steps) {
    const row = at % (texts.length + 1);
    if (kind === 'insert') {
      column.insert(row, text);
      texts.splice(row, 0, text);
    } else if (row < texts.length && kind === 'replace') {
      column.replace(row, text);
      texts[row] = text;
    } else if (row < texts.length) {
      column.remove(row);
      texts.splice(row, 1);
    }
  }
  return { column, texts };
});

describe('TextColumn', () => {
  it('has the text of each row, and finds the rows of a text', () => {
    fc.assert(
      fc.property(
        someColumn,
        fc.array(someText),
        ({ column, texts }, wanted) => {
          const isWanted = column.hasOneOf(wanted);
          texts.forEach((text, row) => {
            expect(column.textOf(row)).toBe(text);
            expect(isWanted(row)).toBe(wanted.includes(text));
          });
        },
      ),
    );
  });

  it('counts the rows of each text, those of none left out', () => {
    fc.assert(
      fc.property(someColumn, ({ column, texts }) => {
        const counter = column.counter();
        texts.forEach((_, row) => counter.add(row));
        expect(counter.read()).toEqual(
          [...new Set(texts)].sort().map(value => ({
            value,
            count: texts.filter(text => text === value).length,
          })),
        );
      }),
    );
  });

  it('ranks rows like their texts, and other texts between them', () => {
    fc.assert(
      fc.property(someColumn, someText, ({ column, texts }, other) => {
        const ranks = column.ranks();
        texts.forEach((text, row) => {
          const rank = ranks.ofRow(row);
          const place = ranks.ofText(other);
          expect(rank < place).toBe(text < other);
          expect(rank === place).toBe(text === other);
        });
      }),
    );
  });
});
