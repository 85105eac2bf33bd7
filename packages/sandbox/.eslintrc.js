module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Waiting for a state is an assertion: it throws when the state never comes.
    'jest/expect-expect': [
      'warn',
      {
        assertFunctionNames: [
          'expect',
          'eventually',
          'condition',
          'failing',
          'ready',
          'gone',
        ],
      },
    ],
  },
  overrides: [
    {
      // Cases of the API contract are exported: they run against any server.
      files: ['src/contract/*Cases.ts'],
      rules: { 'jest/no-export': 'off' },
    },
  ],
});
