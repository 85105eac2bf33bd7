import { readArguments } from './arguments';

describe('readArguments', () => {
  it.each([
    [['up'], { command: 'up', demo: false }],
    [['up', '--demo'], { command: 'up', demo: true }],
    [['--demo', 'up'], { command: 'up', demo: true }],
    [['down'], { command: 'down', demo: false }],
    [['status'], { command: 'status', demo: false }],
  ])('reads %j', (args, expected) => {
    expect(readArguments(args, {})).toEqual(expected);
  });

  it('hears of --demo from npm, which keeps options to itself', () => {
    expect(readArguments(['up'], { npm_config_demo: 'true' })).toEqual({
      command: 'up',
      demo: true,
    });
  });

  it.each([
    [[]],
    [['start']],
    [['up', 'down']],
    [['up', '--force']],
    [['down', '--demo']],
  ])('answers %j with the usage', args => {
    expect(() => readArguments(args, {})).toThrow(
      'Usage: npm run control-plane up [--demo] | down | status',
    );
  });
});
