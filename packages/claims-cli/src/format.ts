import { formatFileProblem } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Finding } from './check/Finding';

/** The ways to print what was found. */
export const FORMATS = ['text', 'github'] as const;

export type Format = (typeof FORMATS)[number];

/** One line for a finding. */
export function formatFinding(finding: Finding, format: Format): string {
  return format === 'github' ? forGithub(finding) : forPeople(finding);
}

function forPeople(finding: Finding): string {
  const { note, message } = finding;
  return formatFileProblem({
    ...finding,
    message: oneLine(note ? `note: ${message}` : message),
  });
}

/** GitHub's workflow command for an annotation. */
function forGithub({ note, path, line, column, message }: Finding): string {
  const properties = Object.entries({ file: path, line, col: column })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${note ? 'notice' : 'error'} ${properties}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** File names and YAML errors may have line breaks, which a log would take for another finding. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}
