/**
 * The people one can sign in as. They are declared as catalog entities in
 * `packages/backend/catalog/org.yaml`; the backend's `demo` provider admits exactly these.
 */
export interface DemoUser {
  name: string;
  title: string;
  description: string;
}

export const demoUsers: DemoUser[] = [
  {
    name: 'guest',
    title: 'Guest',
    description: 'A data scientist of team-a.',
  },
  {
    name: 'bob',
    title: 'Bob',
    description: 'A data scientist of team-b.',
  },
  {
    name: 'petra',
    title: 'Petra',
    description: 'A platform engineer: may see and do everything.',
  },
  {
    name: 'victor',
    title: 'Victor',
    description: 'A visitor without a team: may look, may not create.',
  },
];
