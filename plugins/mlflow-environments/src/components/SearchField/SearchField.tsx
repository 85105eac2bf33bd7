import { useEffect, useState } from 'react';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';

/** Long enough not to search for every letter, short enough not to be waited for. */
const TYPING_PAUSE_MS = 300;

const useStyles = makeStyles(theme => ({
  // On the page's own background the usual grey is too faint.
  label: { color: theme.palette.text.primary },
}));

export interface SearchFieldProps {
  id: string;
  label: string;
  /** What is searched for now. */
  value: string;
  onSearch: (text: string) => void;
}

/** Searches when the reader pauses typing. */
export function SearchField({ id, label, value, onSearch }: SearchFieldProps) {
  const classes = useStyles();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onSearch(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onSearch]);
  return (
    <TextField
      id={id}
      label={label}
      InputLabelProps={{ className: classes.label }}
      type="search"
      variant="outlined"
      size="small"
      fullWidth
      value={text}
      inputProps={{ maxLength: 200 }}
      onChange={event => setText(event.target.value)}
    />
  );
}
