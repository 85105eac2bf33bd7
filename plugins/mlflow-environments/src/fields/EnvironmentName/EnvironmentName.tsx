import TextField from '@material-ui/core/TextField';
import type { NameVerdict } from '../../lib/nameVerdict';

export interface EnvironmentNameProps {
  id?: string;
  label: string;
  description?: string;
  value: string;
  verdict: NameVerdict;
  required?: boolean;
  disabled?: boolean;
  /** Complaints that the form shows itself. */
  errors?: string[];
  onChange: (value: string) => void;
}

/** A name, with what is known about it said below as it is typed. */
export function EnvironmentName(props: EnvironmentNameProps) {
  const { id, label, description, value, verdict, errors = [] } = props;
  const refused = verdict.state === 'illegal' || verdict.state === 'taken';
  const help = helpFor(verdict, description);
  // The form says this itself, right below.
  const repeated = help !== undefined && errors.includes(help);
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      required={props.required}
      disabled={props.disabled}
      error={refused || repeated}
      fullWidth
      margin="normal"
      helperText={repeated ? undefined : help}
      FormHelperTextProps={{ role: 'status' }}
      inputProps={{
        autoComplete: 'off',
        autoCapitalize: 'none',
        spellCheck: false,
        ...(repeated && id && { 'aria-describedby': `${id}__error` }),
      }}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}

function helpFor(
  verdict: NameVerdict,
  description: string | undefined,
): string | undefined {
  switch (verdict.state) {
    case 'empty':
      return description;
    case 'checking':
      return 'Checking whether the name is free…';
    default:
      return verdict.message;
  }
}
