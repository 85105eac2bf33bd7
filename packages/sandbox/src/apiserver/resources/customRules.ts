import { hasRules, RuleEvaluator } from '../cel/rules';
import type { KubeObject } from '../model/objects';
import { applyDefaults } from '../schema/defaulting';
import { pruneObject } from '../schema/pruning';
import type { Schema } from '../schema/schema';
import { createSchemaValidator } from '../schema/validation';
import { plainRules, type ObjectRules } from './resourceType';

/** What a schema of a CustomResourceDefinition asks of its objects. */
export function customRules(schema: Schema): ObjectRules {
  const validator = createSchemaValidator(schema);
  const rules = new RuleEvaluator(schema);
  // What is stored is never mutated, so what a reader gets of it is worked out once.
  const completed = new WeakMap<KubeObject, KubeObject>();
  const withDefaults = (object: KubeObject): KubeObject => ({
    ...object,
    ...applyDefaults(object, schema),
  });
  return {
    ...plainRules,
    prune(object) {
      const { value, unknownFields } = pruneObject(object, schema);
      const { apiVersion, kind, metadata } = object;
      return {
        object: { ...value, apiVersion, kind, metadata },
        unknownFields,
      };
    },
    complete(object) {
      let result = completed.get(object);
      if (!result) {
        result = withDefaults(object);
        completed.set(object, result);
      }
      return result;
    },
    validate: (object, old) => validator.validate(object, old),
    validateRules: hasRules(schema)
      ? (object, old) => rules.validate(object, old)
      : undefined,
  };
}
