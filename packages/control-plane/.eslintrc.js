module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Waiting for a state is an assertion: it throws when the state never comes.
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'eventually', 'untilOn'] },
    ],
    'jest/no-standalone-expect': [
      'error',
      { additionalTestBlockFunctions: ['eventually'] },
    ],
  },
});
