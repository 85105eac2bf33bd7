import { CopyTextButton } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'flex-start',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.default,
  },
  code: {
    flex: 1,
    minWidth: 0,
    margin: 0,
    padding: theme.spacing(1, 1.5),
    // Wrapped rather than scrolled: a keyboard can't scroll what it can't focus.
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    color: theme.palette.text.primary,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
  },
}));

export interface CodeBlockProps {
  /** What the code is, for who can't see it: "Python snippet". */
  label: string;
  code: string;
}

/** Text to read or to copy as it stands. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <pre className={classes.code} role="group" aria-label={label}>
        <code>{code}</code>
      </pre>
      <CopyTextButton
        text={code}
        aria-label={`Copy ${label}`}
        tooltipText="Copied"
        variant="tertiary"
      />
    </div>
  );
}
