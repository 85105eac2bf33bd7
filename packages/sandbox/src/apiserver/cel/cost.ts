import type { ASTNode } from '@marcbachmann/cel-js';
import { SCALAR, stringOf, type Shape } from './shapes';

const LIST = 10;
const MAP = 30;
/** Of going through a string, for each of its bytes. */
const TRAVERSAL = 0.1;
/** Of a regular expression, for each of its bytes. */
const REGEX = 0.25;

const BINARY_MACROS = ['all', 'exists', 'exists_one', 'filter', 'map'];
/** Go through the whole of what they are called on. */
const LIST_FUNCTIONS = [
  'isSorted',
  'sum',
  'min',
  'max',
  'indexOf',
  'lastIndexOf',
];
const REGEX_FUNCTIONS = ['matches', 'find', 'findAll'];
const STRING_FUNCTIONS = [
  'lowerAscii',
  'upperAscii',
  'trim',
  'replace',
  'substring',
  'join',
  'format',
];
const PREFIX_FUNCTIONS = ['startsWith', 'endsWith'];

interface Estimate {
  cost: number;
  shape: Shape;
}

type Variables = { [name: string]: Shape };

/**
 * The most that an expression can cost, estimated from how large its variables can be.
 *
 * Counts as cel-go does (checker/cost.go), with the functions of Kubernetes; close to the budget the two may differ.
 */
export function estimateCost(node: ASTNode, variables: Variables): number {
  return estimate(node, variables).cost;
}

function estimate(node: ASTNode, variables: Variables): Estimate {
  switch (node.op) {
    case 'value':
      return {
        cost: 0,
        shape:
          typeof node.args === 'string' ? stringOf(node.args.length) : SCALAR,
      };
    case 'id':
      return { cost: 1, shape: variables[node.args] ?? SCALAR };
    case '.':
    case '.?': {
      const [of, name] = node.args;
      const { cost, shape } = estimate(of, variables);
      return {
        cost: cost + 1,
        shape: shape.fields[unescaped(name)] ?? shape.items ?? SCALAR,
      };
    }
    case '[]':
    case '[?]': {
      const [of, key] = node.args.map(arg => estimate(arg, variables));
      return { cost: of.cost + key.cost + 1, shape: of.shape.items ?? SCALAR };
    }
    case 'call':
      return callCost(node.args[0], undefined, node.args[1], variables);
    case 'rcall':
      return callCost(node.args[0], node.args[1], node.args[2], variables);
    case 'list': {
      const items = node.args.map(item => estimate(item, variables));
      return {
        cost: LIST + total(items),
        shape: {
          size: Infinity,
          isString: false,
          fields: {},
          items: largest(items),
        },
      };
    }
    case 'map': {
      const entries = node.args.map(([key, value]) => [
        estimate(key, variables),
        estimate(value, variables),
      ]);
      return {
        cost: MAP + total(entries.flat()),
        shape: { ...SCALAR, items: largest(entries.map(([, value]) => value)) },
      };
    }
    case '?:': {
      const [condition, yes, no] = node.args.map(arg =>
        estimate(arg, variables),
      );
      return {
        cost: condition.cost + Math.max(yes.cost, no.cost),
        shape: largest([yes, no]),
      };
    }
    case '!_':
    case '-_':
      return { cost: estimate(node.args, variables).cost + 1, shape: SCALAR };
    default: {
      const [left, right] = node.args.map(arg => estimate(arg, variables));
      return {
        cost:
          left.cost +
          right.cost +
          operatorCost(node.op, left.shape, right.shape),
        shape:
          node.op === '+' && left.shape.isString
            ? stringOf(left.shape.size + right.shape.size)
            : SCALAR,
      };
    }
  }
}

function operatorCost(op: string, left: Shape, right: Shape): number {
  switch (op) {
    case '&&':
    case '||':
      return 0;
    case 'in':
      // The literal lists of rules are short.
      return Number.isFinite(right.size) ? right.size : 1;
    case '+':
      return left.isString ? (left.size + right.size) * TRAVERSAL : 1;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return Math.max(1, Math.min(left.size, right.size) * TRAVERSAL);
    default:
      return 1;
  }
}

function callCost(
  name: string,
  target: ASTNode | undefined,
  args: ASTNode[],
  variables: Variables,
): Estimate {
  const of = target && estimate(target, variables);
  if (of && BINARY_MACROS.includes(name) && args[0]?.op === 'id') {
    const inner = { ...variables, [args[0].args]: of.shape.items ?? SCALAR };
    const body = total(args.slice(1).map(arg => estimate(arg, inner)));
    return { cost: of.cost + of.shape.size * (body + 2), shape: of.shape };
  }
  const given = args.map(arg => estimate(arg, variables));
  const sum = (of?.cost ?? 0) + total(given);
  const subject = of?.shape ?? given[0]?.shape ?? SCALAR;
  const object = (of ? given[0] : given[1])?.shape ?? SCALAR;
  const through = subject.size * TRAVERSAL;
  if (name === 'size' || name === 'has')
    return { cost: sum + 1, shape: SCALAR };
  if (REGEX_FUNCTIONS.includes(name)) {
    const pattern = Math.max(1, object.size * REGEX);
    return { cost: sum + through * pattern, shape: stringOf(subject.size) };
  }
  if (name === 'contains') {
    const sought = Math.max(1, object.size * TRAVERSAL);
    return { cost: sum + through * sought, shape: SCALAR };
  }
  if (PREFIX_FUNCTIONS.includes(name)) {
    return { cost: sum + object.size * TRAVERSAL, shape: SCALAR };
  }
  if (of && LIST_FUNCTIONS.includes(name) && !subject.isString) {
    const each = Math.max(1, (subject.items?.size ?? 1) * TRAVERSAL);
    return { cost: sum + subject.size * each, shape: subject.items ?? SCALAR };
  }
  if (name === 'split') {
    // Goes through the string and through what it makes of it.
    return {
      cost: sum + 2 * through,
      shape: { ...subject, isString: false, items: stringOf(subject.size) },
    };
  }
  if (of && STRING_FUNCTIONS.includes(name)) {
    const grown = subject.size * Math.max(1, given[1]?.shape.size ?? 1);
    return { cost: sum + Math.max(1, through), shape: stringOf(grown) };
  }
  return { cost: sum + 1, shape: SCALAR };
}

function total(parts: Estimate[]): number {
  return parts.reduce((sum, { cost }) => sum + cost, 0);
}

function largest(parts: Estimate[]): Shape {
  return parts.reduce(
    (most, { shape }) => (shape.size > most.size ? shape : most),
    SCALAR,
  );
}

/** Field names that are words of CEL are written with underscores around them. */
function unescaped(name: string): string {
  return name.replace(/^__(.+)__$/, '$1');
}
