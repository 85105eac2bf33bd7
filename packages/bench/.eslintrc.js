module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // What the peer needs is installed outside of this workspace.
  ignorePatterns: ['peer/**'],
});
