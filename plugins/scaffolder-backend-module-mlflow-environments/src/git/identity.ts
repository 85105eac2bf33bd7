import { UserEntity } from '@backstage/catalog-model';

/** Who a commit names as its author. */
export interface CommitIdentity {
  name: string;
  email: string;
}

/** What the scaffolder's own actions commit as. */
const SCAFFOLDER: CommitIdentity = {
  name: 'Scaffolder',
  email: 'scaffolder@backstage.io',
};

/** The configured author, else the user who asks, else the scaffolder. */
export function chooseAuthor(
  configured: Partial<CommitIdentity> | undefined,
  user: UserEntity | undefined,
): CommitIdentity {
  if (configured?.name || configured?.email) {
    return legal({ ...SCAFFOLDER, ...dropEmpty(configured) });
  }
  const profile = user?.spec.profile;
  return legal({
    ...SCAFFOLDER,
    ...dropEmpty({
      name: profile?.displayName || user?.metadata.name,
      email: profile?.email,
    }),
  });
}

function dropEmpty(identity: Partial<CommitIdentity>): Partial<CommitIdentity> {
  return Object.fromEntries(
    Object.entries(identity).filter(([, value]) => value),
  );
}

/** A commit's header is one line, `name <email>`: whatever would end it early is left out. */
function legal(identity: CommitIdentity): CommitIdentity {
  const clean = (text: string) => text.replace(/[<>\p{Cc}]+/gu, ' ').trim();
  return {
    name: clean(identity.name) || SCAFFOLDER.name,
    email: clean(identity.email) || SCAFFOLDER.email,
  };
}
