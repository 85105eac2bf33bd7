import { execFileSync, spawnSync } from 'node:child_process';

/** The Lua interpreters at hand. Argo CD's own speaks Lua 5.1. */
export const interpreters = ['lua5.1', 'lua5.4', 'lua'].filter(
  name => spawnSync(name, ['-v']).status === 0,
);

/** What a health check answers. */
export interface LuaHealth {
  status: string;
  message: string;
}

/**
 * Runs a health check of Argo CD over many objects, each as its global `obj`.
 *
 * @param libraries - whether the script may use the string library (`useOpenLibs`); without, it has what Argo CD gives it
 */
export function runHealthCheck(
  interpreter: string,
  script: string,
  objects: readonly unknown[],
  libraries: boolean,
): LuaHealth[] {
  const program = [
    'local write, cases = io.write, {}',
    // for every object a function of its own: a function of Lua has room for so many constants only
    ...objects.map(
      object => `cases[#cases + 1] = function() return ${literal(object)} end`,
    ),
    libraries ? '' : 'string, io, debug = nil, nil, nil',
    'for _, case in ipairs(cases) do',
    '  obj = case()',
    `  local health = (function()\n${script}\nend)()`,
    '  write(health.status, "\\t", tostring(health.message or ""):gsub("%s", " "), "\\n")',
    'end',
  ].join('\n');
  const output = execFileSync(interpreter, ['-'], {
    input: program,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return output
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const [status, message] = line.split('\t');
      return { status, message };
    });
}

/** A JSON value as Lua writes it; null is nothing, as for Argo CD. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `{${value.map(literal).join(', ')}}`;
  if (typeof value === 'object') {
    const fields = Object.entries(value).map(
      ([name, field]) => `[${quoted(name)}] = ${literal(field)}`,
    );
    return `{${fields.join(', ')}}`;
  }
  return String(value);
}

function quoted(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')].map(byte =>
    /[A-Za-z0-9 ]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\${String(byte).padStart(3, '0')}`,
  );
  return `"${bytes.join('')}"`;
}
