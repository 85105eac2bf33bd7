import { compose, InvalidInputError } from '..';
import { desiredOf, secretValue } from '../testing/builders';
import { arrange, testCases } from '../testing/cases';

describe('compose', () => {
  it.each(testCases())('%s', (_title, testCase) => {
    const { expect: expected } = testCase;
    const arranged = arrange(testCase);
    const act = () => {
      const settings = arranged.settings();
      return compose(arranged.xr, arranged.observed(), settings);
    };

    if (expected.fatal !== undefined) {
      let thrown: unknown;
      try {
        act();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(InvalidInputError);
      expect(thrown).toHaveProperty('message', expected.fatal);
      return;
    }

    const composed = act();
    const names = composed.resources.map(({ name }) => name);
    if (expected.names) expect(names).toEqual(expected.names);
    for (const name of expected.absent ?? []) {
      expect(names).not.toContain(name);
    }
    for (const [name, part] of Object.entries(expected.resources ?? {})) {
      expect(desiredOf(composed, name)).toMatchObject(Object(part));
    }
    if (expected.unready) {
      expect(
        composed.resources
          .filter(({ ready }) => !ready)
          .map(({ name }) => name),
      ).toEqual(expected.unready);
    }
    if (expected.waiting) expect(composed.waiting).toEqual(expected.waiting);
    for (const [key, value] of Object.entries(expected.secret ?? {})) {
      expect(secretValue(desiredOf(composed, 'mlflow-config'), key)).toBe(
        value,
      );
    }
    if (expected.status) expect(composed.status).toMatchObject(expected.status);
    for (const [type, condition] of Object.entries(expected.conditions ?? {})) {
      expect(composed.conditions).toContainEqual(
        expect.objectContaining({ type, ...condition }),
      );
    }
  });
});
