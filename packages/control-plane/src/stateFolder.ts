import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `npm run control-plane up` keeps what `down` and `status` need. */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  const {
    CONTROL_PLANE_STATE_DIR: own,
    XDG_STATE_HOME: states = join(homedir(), '.local', 'state'),
  } = environment;
  return own || join(states, 'mlflow-environments', 'control-plane');
}
