import { readPorts } from './ports';

describe('readPorts', () => {
  it('has a port for everything', () => {
    expect(readPorts({})).toEqual({
      frontend: 3000,
      backend: 7007,
      api: 7010,
      git: 7011,
      function: 7012,
    });
  });

  it('lets the environment move those of the sandbox', () => {
    const { git } = readPorts({ SANDBOX_GIT_PORT: '9000' });

    expect(git).toBe(9000);
  });

  it.each(['x', '0', '70000', '1.5'])('refuses %s as a port', value => {
    expect(() => readPorts({ SANDBOX_API_PORT: value })).toThrow(
      `SANDBOX_API_PORT is "${value}", which is no TCP port`,
    );
  });
});
