/** What a change is about, for people: a label, and a value where there is one. */
export type Fact = [label: string, value: string | undefined];

/** A list in Markdown that shows every value as it is. */
export function listFacts(facts: Fact[]): string {
  return facts
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `- ${label}: ${code(value ?? '')}`)
    .join('\n');
}

function code(text: string): string {
  return `\`${text.replace(/[`\s]+/g, ' ').trim()}\``;
}
