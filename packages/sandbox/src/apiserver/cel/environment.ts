import { Environment } from '@marcbachmann/cel-js';
import { isIP } from 'node:net';

/**
 * CEL as Kubernetes offers it to validation rules: the standard library plus the string, list, regex and address
 * functions that https://kubernetes.io/docs/reference/using-api/cel/ lists and that rules in our reach use.
 */
export function createCelEnvironment(): Environment {
  const env = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: {
      maxAstNodes: 100_000,
      maxDepth: 250,
      maxListElements: 10_000,
      maxMapEntries: 10_000,
      maxCallArguments: 64,
    },
  });
  registerStrings(env);
  registerLists(env);
  registerAddresses(env);
  return env;
}

function registerStrings(env: Environment): void {
  env.registerFunction(
    'string.replace(string, string): string',
    (text: string, from: string, to: string) => text.split(from).join(to),
  );
  env.registerFunction(
    'string.replace(string, string, int): string',
    (text: string, from: string, to: string, limit: bigint) => {
      const parts = text.split(from);
      const count = limit < 0n ? parts.length - 1 : Number(limit);
      return parts.reduce(
        (joined, part, index) => joined + (index <= count ? to : from) + part,
      );
    },
  );
  env.registerFunction(
    'string.charAt(int): string',
    (text: string, index: bigint) => [...text][Number(index)] ?? '',
  );
  env.registerFunction(
    'string.find(string): string',
    (text: string, pattern: string) =>
      new RegExp(pattern).exec(text)?.[0] ?? '',
  );
  env.registerFunction(
    'string.findAll(string): list<string>',
    (text: string, pattern: string) =>
      [...text.matchAll(new RegExp(pattern, 'g'))].map(match => match[0]),
  );
  env.registerFunction(
    'string.format(list): string',
    (template: string, values: unknown[]) => {
      let next = 0;
      return template.replace(/%(?:\.\d+)?[sdfeboxX%]/g, directive => {
        if (directive === '%%') return '%';
        const value = values[next];
        next += 1;
        return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
      });
    },
  );
}

type Comparable = bigint | number | string;

function registerLists(env: Environment): void {
  env.registerFunction('list.isSorted(): bool', (list: Comparable[]) =>
    list.every((item, index) => index === 0 || list[index - 1] <= item),
  );
  env.registerFunction('list.sum(): dyn', (list: Array<bigint | number>) =>
    list.every(item => typeof item === 'bigint')
      ? list.reduce((total, item) => total + item, 0n)
      : list.reduce((total: number, item) => total + Number(item), 0),
  );
  env.registerFunction('list.min(): dyn', (list: Comparable[]) =>
    list.reduce((least, item) => (item < least ? item : least)),
  );
  env.registerFunction('list.max(): dyn', (list: Comparable[]) =>
    list.reduce((most, item) => (item > most ? item : most)),
  );
  env.registerFunction('list.indexOf(dyn): int', (list: unknown[], item) =>
    BigInt(list.indexOf(item)),
  );
  env.registerFunction('list.lastIndexOf(dyn): int', (list: unknown[], item) =>
    BigInt(list.lastIndexOf(item)),
  );
}

function registerAddresses(env: Environment): void {
  env.registerFunction(
    'isIP(string): bool',
    (text: string) => isIP(text) !== 0,
  );
  env.registerFunction('isCIDR(string): bool', (text: string) => {
    const match = /^(.+)\/(\d{1,3})$/.exec(text);
    if (!match) return false;
    const family = isIP(match[1]);
    return family !== 0 && Number(match[2]) <= (family === 4 ? 32 : 128);
  });
  env.registerFunction('isURI(string): bool', (text: string) =>
    URL.canParse(text),
  );
  env.registerFunction('isURL(string): bool', (text: string) =>
    URL.canParse(text),
  );
}
