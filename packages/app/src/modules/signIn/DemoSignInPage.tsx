import {
  Content,
  Header,
  InfoCard,
  Page,
  ProxiedSignInPage,
} from '@backstage/core-components';
import {
  configApiRef,
  IdentityApi,
  SignInPageProps,
  useApi,
} from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { demoUsers } from './demoUsers';

const STORAGE_KEY = 'demo-sign-in/user';

/** Forgets the remembered person on sign-out, so that the page asks again. */
function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    getProfileInfo: () => identity.getProfileInfo(),
    signOut: async () => {
      localStorage.removeItem(STORAGE_KEY);
      await identity.signOut();
      window.location.assign('/');
    },
  };
}

/** Sign-in for the demo: pick one of a few people with different rights. */
export function DemoSignInPage({ onSignInSuccess }: SignInPageProps) {
  const title = useApi(configApiRef).getOptionalString('app.title');
  const [user, setUser] = useState(() => localStorage.getItem(STORAGE_KEY));

  if (user) {
    return (
      <ProxiedSignInPage
        provider={user === 'guest' ? 'guest' : 'demo'}
        headers={{ 'x-demo-user': user }}
        onSignInSuccess={identity => onSignInSuccess(forgetOnSignOut(identity))}
      />
    );
  }

  const signInAs = (name: string) => {
    localStorage.setItem(STORAGE_KEY, name);
    setUser(name);
  };

  return (
    <Page themeId="home">
      <Header title={title ?? 'Backstage'} />
      <Content>
        <Grid container spacing={3} component="ul" style={{ padding: 0 }}>
          {demoUsers.map(({ name, title: userTitle, description }) => (
            <Grid
              item
              key={name}
              xs={12}
              sm={6}
              md={3}
              component="li"
              style={{ listStyle: 'none' }}
            >
              <InfoCard
                variant="fullHeight"
                title={userTitle}
                actions={
                  <Button
                    color="primary"
                    variant="outlined"
                    onClick={() => signInAs(name)}
                  >
                    Enter as {userTitle}
                  </Button>
                }
              >
                <Typography variant="body1">{description}</Typography>
              </InfoCard>
            </Grid>
          ))}
        </Grid>
      </Content>
    </Page>
  );
}
