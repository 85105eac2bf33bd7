import { CopyTextButton } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { pythonSnippet } from '../../lib/snippet';
import { CodeBlock } from '../CodeBlock';

const useStyles = makeStyles(theme => ({
  uri: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
    overflowWrap: 'anywhere',
  },
}));

export interface ConnectionProps {
  trackingUri: string;
}

/** How to reach the tracking server, ready to paste. */
export function Connection({ trackingUri }: ConnectionProps) {
  const classes = useStyles();
  return (
    <section aria-label="Connect">
      <Typography variant="subtitle2" component="h3">
        Tracking URI
      </Typography>
      <div className={classes.uri}>
        <code>{trackingUri}</code>
        <CopyTextButton
          text={trackingUri}
          aria-label="Copy tracking URI"
          tooltipText="Copied"
          variant="tertiary"
        />
      </div>
      <CodeBlock label="Python snippet" code={pythonSnippet(trackingUri)} />
    </section>
  );
}
