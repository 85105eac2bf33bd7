import { parseArgs } from 'node:util';
import { checkClaims } from './check/checkClaims';
import { Repository } from './git/Repository';
import { readChange } from './git/readChange';
import { Format, FORMATS, formatFinding } from './format';
import { messageOf, UsageError } from './UsageError';

/** Where a command runs and what it writes to. */
export interface Terminal {
  cwd: string;
  write(line: string): void;
  writeError(line: string): void;
}

const USAGE = `Usage: mlflow-claims check [folder] [--base <revision>] [--format text|github]

Checks the claims below a folder of a Git repository ("environments" when left out) as the wizard and the cluster would.

  --base <revision>  check only what changed since the working tree and this revision parted, and what may not change;
                     all claims, by themselves, when left out
  --format <format>  text (the default) or github, for annotations on a pull request

Ends with 0 when all is well, 1 when something is wrong with a claim, 2 when it could not be checked.`;

/** Runs the command line and returns its exit code. */
export async function run(argv: string[], terminal: Terminal): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options === 'help') {
      terminal.write(USAGE);
      return 0;
    }
    return await check(options, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.writeError(`mlflow-claims: ${error.message}`);
    return 2;
  }
}

interface Options {
  folder: string;
  base?: string;
  format: Format;
}

async function check(
  { folder, base, format }: Options,
  { cwd, write }: Terminal,
): Promise<number> {
  const change = await readChange(await Repository.find(cwd), {
    folder,
    cwd,
    base,
  });
  const findings = await checkClaims(change);
  for (const finding of findings) write(formatFinding(finding, format));
  const problems = findings.filter(({ note }) => !note).length;
  write(
    `${count(change.changed.size, 'file')} checked, ${count(
      problems,
      'problem',
    )}`,
  );
  return problems === 0 ? 0 : 1;
}

function readOptions(argv: string[]): Options | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help) return 'help';
  const [command, folder = 'environments', ...others] = positionals;
  if (command !== 'check' || others.length > 0) throw new UsageError(USAGE);
  const format = FORMATS.find(known => known === values.format);
  if (!format) {
    throw new UsageError(
      `--format ${values.format} is unknown, there are ${FORMATS.join(', ')}`,
    );
  }
  return { folder, format, base: values.base };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        base: { type: 'string' },
        format: { type: 'string', default: 'text' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
