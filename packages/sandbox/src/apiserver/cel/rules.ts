import { Optional, type ASTNode, type Environment } from '@marcbachmann/cel-js';
import {
  deepEqual,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import {
  duplicate,
  forbidden,
  invalid,
  required,
  type FieldError,
} from '../model/fieldErrors';
import { childPath, type Schema, type ValidationRule } from '../schema/schema';
import { createCelEnvironment } from './environment';
import { toCelValue } from './values';

type Program = (context: { [name: string]: unknown }) => unknown;

const ROOT_PROPERTIES: { [name: string]: Schema } = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      generateName: { type: 'string' },
    },
  },
};

/** Runs the `x-kubernetes-validations` of a schema. Expressions are compiled once. */
export class RuleEvaluator {
  private static shared: Environment | undefined;
  private readonly programs = new Map<string, Program>();
  private readonly schema: Schema;

  constructor(schema: Schema) {
    this.schema = {
      ...schema,
      properties: { ...schema.properties, ...ROOT_PROPERTIES },
    };
  }

  /** Violations of the object, given what it replaces (for transition rules). */
  validate(object: JsonObject, old?: JsonObject): FieldError[] {
    return this.visit(
      withoutMost(object),
      old && withoutMost(old),
      this.schema,
      '',
    );
  }

  private visit(
    value: JsonValue | undefined,
    old: JsonValue | undefined,
    schema: Schema,
    path: string,
  ): FieldError[] {
    if (value === undefined || value === null) return [];
    const errors = (schema['x-kubernetes-validations'] ?? []).flatMap(rule =>
      this.evaluate(rule, value, old, schema, path),
    );
    if (Array.isArray(value) && schema.items) {
      const items = schema.items;
      value.forEach((item, index) => {
        errors.push(
          ...this.visit(
            item,
            correlatedItem(item, old, schema),
            items,
            `${path}[${index}]`,
          ),
        );
      });
    } else if (isJsonObject(value)) {
      const oldMap = isJsonObject(old) ? old : {};
      for (const [key, member] of Object.entries(value)) {
        const property = schema.properties?.[key];
        const additional = isJsonObject(schema.additionalProperties)
          ? schema.additionalProperties
          : undefined;
        if (property) {
          errors.push(
            ...this.visit(member, oldMap[key], property, childPath(path, key)),
          );
        } else if (additional) {
          errors.push(
            ...this.visit(member, oldMap[key], additional, `${path}[${key}]`),
          );
        }
      }
    }
    return errors;
  }

  private evaluate(
    rule: ValidationRule,
    value: JsonValue,
    old: JsonValue | undefined,
    schema: Schema,
    path: string,
  ): FieldError[] {
    const isTransition = usesOldSelf(rule.rule);
    const hasOld = old !== undefined && old !== null;
    if (isTransition && !hasOld && !rule.optionalOldSelf) return [];
    // What was already so is not held against an update (validation ratcheting).
    if (!isTransition && hasOld && deepEqual(value, old)) return [];
    const celOld = hasOld ? toCelValue(old, schema) : undefined;
    const context: { [name: string]: unknown } = {
      self: toCelValue(value, schema),
    };
    if (rule.optionalOldSelf) {
      context.oldSelf = hasOld ? Optional.of(celOld) : Optional.none();
    } else if (hasOld) {
      context.oldSelf = celOld;
    }
    const field = (path || '') + (rule.fieldPath ?? '');
    const at = (path ? field : field.replace(/^\./, '')) || '<nil>';
    const typeName = schema.type ?? '';
    const subject = (rule.message ?? rule.rule).trim();
    let holds: unknown;
    try {
      holds = this.program(rule.rule)(context);
    } catch (error) {
      return [
        invalid(
          at,
          typeName,
          `${firstLine(error)} evaluating rule: ${subject}`,
        ),
      ];
    }
    if (holds === true) return [];
    const message =
      this.computedMessage(rule, context) ??
      rule.message?.trim() ??
      `failed rule: ${rule.rule.trim()}`;
    switch (rule.reason) {
      case 'FieldValueForbidden':
        return [forbidden(at, message)];
      case 'FieldValueRequired':
        return [required(at, message)];
      case 'FieldValueDuplicate':
        return [duplicate(at, typeName)];
      default:
        return [invalid(at, typeName, message)];
    }
  }

  private computedMessage(
    rule: ValidationRule,
    context: { [name: string]: unknown },
  ): string | undefined {
    if (!rule.messageExpression) return undefined;
    try {
      const text = this.program(rule.messageExpression)(context);
      return typeof text === 'string' && text.trim() && !text.includes('\n')
        ? text.trim()
        : undefined;
    } catch {
      // As in Kubernetes, a message that cannot be computed falls back to the fixed one.
      return undefined;
    }
  }

  private program(expression: string): Program {
    let program = this.programs.get(expression);
    if (!program) {
      program = RuleEvaluator.environment().parse(expression);
      this.programs.set(expression, program);
    }
    return program;
  }

  private static environment(): Environment {
    RuleEvaluator.shared ??= createCelEnvironment()
      .registerVariable('self', 'dyn')
      .registerVariable('oldSelf', 'dyn');
    return RuleEvaluator.shared;
  }

  /** An expression as it is read; undefined when it cannot be. */
  static parsed(expression: string): ASTNode | undefined {
    try {
      return RuleEvaluator.environment().parse(expression).ast;
    } catch {
      return undefined;
    }
  }

  /** What is wrong with an expression itself, or undefined. */
  static compileError(expression: string): string | undefined {
    try {
      const checked = RuleEvaluator.environment().check(expression);
      return checked.valid ? undefined : firstLine(checked.error);
    } catch (error) {
      return firstLine(error);
    }
  }
}

/** Whether a schema has rules anywhere. */
export function hasRules(schema: Schema): boolean {
  const { properties = {}, items, additionalProperties } = schema;
  return (
    (schema['x-kubernetes-validations'] ?? []).length > 0 ||
    Object.values(properties).some(hasRules) ||
    (items !== undefined && hasRules(items)) ||
    (isJsonObject(additionalProperties) && hasRules(additionalProperties))
  );
}

export function usesOldSelf(rule: string): boolean {
  return /\boldSelf\b/.test(rule);
}

/** Of an object's metadata rules see the name alone. */
function withoutMost(object: JsonObject): JsonObject {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  return {
    ...object,
    metadata: { name: metadata.name, generateName: metadata.generateName },
  };
}

/** The item of the old list that a new one continues: only lists of type map say which that is. */
function correlatedItem(
  item: JsonValue,
  old: JsonValue | undefined,
  schema: Schema,
): JsonValue | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !keys) return undefined;
  if (!Array.isArray(old) || !isJsonObject(item)) return undefined;
  return old.find(
    other =>
      isJsonObject(other) &&
      keys.every(key => deepEqual(item[key], other[key])),
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0];
}
