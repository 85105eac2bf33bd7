import { Row } from './evaluate';

/** The rows as a table in Markdown, which is readable in a terminal as well. */
export function table(rows: Row[], environments: number[]): string {
  const fleets = environments.map(size => size.toLocaleString('en-US'));
  const cells = [
    [
      'measure',
      'goal',
      `with ${fleets.join(' | ').replaceAll(' | ', ', ')} environments`,
      '',
    ],
    ...rows.map(({ measure, goal, shown, met }) => [
      measure,
      goal,
      shown,
      verdict(met),
    ]),
  ];
  const widths = cells[0].map((_, column) =>
    Math.max(...cells.map(row => row[column].length), 3),
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [
    line(cells[0]),
    `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`,
    ...cells.slice(1).map(line),
  ].join('\n');
}

function verdict(met: boolean | undefined): string {
  if (met === undefined) {
    return '';
  }
  return met ? 'met' : 'MISSED';
}
