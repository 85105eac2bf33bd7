// Backstage's own configuration of jest, pointed at the suites that need a running control plane.
module.exports = require('@backstage/cli/config/jest').then(config => ({
  ...config,
  rootDir: __dirname,
  roots: ['<rootDir>/suites'],
  setupFilesAfterEnv: [],
  id: 'control-plane-suites',
  // A real server takes its time: garbage collection looks for new kinds every half minute.
  testTimeout: 120_000,
}));
