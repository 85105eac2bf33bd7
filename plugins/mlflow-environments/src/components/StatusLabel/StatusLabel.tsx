import type { ComponentType } from 'react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import DeleteIcon from '@material-ui/icons/Delete';
import ErrorIcon from '@material-ui/icons/Error';
import HelpIcon from '@material-ui/icons/Help';
import PauseIcon from '@material-ui/icons/PauseCircleFilled';
import ScheduleIcon from '@material-ui/icons/Schedule';
import SyncIcon from '@material-ui/icons/Sync';
import WarningIcon from '@material-ui/icons/Warning';
import type { Tone } from '../../lib/environmentStatus';

const ICONS: Record<Tone, ComponentType<SvgIconProps>> = {
  good: CheckCircleIcon,
  working: SyncIcon,
  waiting: ScheduleIcon,
  warning: WarningIcon,
  bad: ErrorIcon,
  leaving: DeleteIcon,
  halted: PauseIcon,
  unclear: HelpIcon,
};

export function toneColor({ palette }: Theme, tone: Tone): string {
  switch (tone) {
    case 'good':
      return palette.status.ok;
    case 'working':
      return palette.status.running;
    case 'warning':
      return palette.status.warning;
    case 'bad':
      return palette.status.error;
    default:
      return palette.status.aborted;
  }
}

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    color: theme.palette.text.primary,
    fontFamily: theme.typography.fontFamily,
    whiteSpace: 'nowrap',
  },
  icon: { color: ({ tone }: { tone: Tone }) => toneColor(theme, tone) },
}));

export interface StatusLabelProps {
  tone: Tone;
  /** The status as a word: neither the colour nor the icon says anything on its own. */
  label: string;
}

export function StatusLabel({ tone, label }: StatusLabelProps) {
  const classes = useStyles({ tone });
  const Icon = ICONS[tone];
  return (
    <span className={classes.root}>
      <Icon className={classes.icon} fontSize="small" aria-hidden />
      {label}
    </span>
  );
}
