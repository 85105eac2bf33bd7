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
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      required={props.required}
      disabled={props.disabled}
      error={refused || (errors.length > 0 && verdict.state !== 'free')}
      fullWidth
      margin="normal"
      helperText={helpFor(verdict, description, errors)}
      FormHelperTextProps={{ role: 'status' }}
      inputProps={{
        autoComplete: 'off',
        autoCapitalize: 'none',
        spellCheck: false,
      }}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}

function helpFor(
  verdict: NameVerdict,
  description: string | undefined,
  errors: string[],
): string | undefined {
  switch (verdict.state) {
    case 'empty':
      return description;
    case 'checking':
      return 'Checking whether the name is free…';
    default:
      return errors.includes(verdict.message) ? description : verdict.message;
  }
}
