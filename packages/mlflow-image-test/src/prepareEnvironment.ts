import { buildEnvironment } from './pythonEnvironment';

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

buildEnvironment(say).then(
  ({ deviation }) => {
    if (deviation) say(`Note: the tests run with ${deviation}.`);
  },
  error => {
    say(`The image's packages could not be installed: ${error.message}`);
    process.exitCode = 1;
  },
);
