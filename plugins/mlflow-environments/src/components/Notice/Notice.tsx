import type { PropsWithChildren, ReactNode } from 'react';
import { alpha, makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Tone } from '../../lib/environmentStatus';
import { StatusLabel, toneColor } from '../StatusLabel';

const useStyles = makeStyles(theme => ({
  root: ({ tone }: { tone: Tone }) => ({
    borderLeft: `4px solid ${toneColor(theme, tone)}`,
    backgroundColor: alpha(toneColor(theme, tone), 0.1),
    borderRadius: theme.shape.borderRadius,
    padding: theme.spacing(1.5, 2),
    overflowWrap: 'anywhere',
  }),
  title: {
    fontWeight: 'bold',
    '& > span': { whiteSpace: 'normal' },
  },
  body: { marginTop: theme.spacing(0.5) },
}));

export interface NoticeProps {
  tone: Tone;
  title: string;
  action?: ReactNode;
}

/** Something the reader should know before the rest. */
export function Notice({
  tone,
  title,
  action,
  children,
}: PropsWithChildren<NoticeProps>) {
  const classes = useStyles({ tone });
  return (
    <section className={classes.root} aria-label={title}>
      <Typography variant="body1" component="h3" className={classes.title}>
        <StatusLabel tone={tone} label={title} />
      </Typography>
      {children && (
        <Typography variant="body2" component="div" className={classes.body}>
          {children}
        </Typography>
      )}
      {action}
    </section>
  );
}
