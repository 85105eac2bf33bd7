/** The target that claims of the tests go to. */
export const TARGETS = [
  {
    name: 'main',
    cluster: 'one',
    cloneUrl: 'https://github.com/acme/claims.git',
    namespaces: ['team-a', 'team-b'],
  },
];

/** What an action sends to ask for `churn`. */
export function aRequest(
  state: 'Reserved' | 'Pending',
  options: { parameters?: object; [field: string]: unknown } = {},
) {
  const { parameters, ...rest } = options;
  return {
    state,
    taskId: 'task-1',
    parameters: { environmentID: 'churn', owner: 'team-a', ...parameters },
    ...rest,
  };
}
