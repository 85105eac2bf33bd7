import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import type { Target } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { describeTarget } from '../../lib/targets';

export interface EnvironmentTargetProps {
  id?: string;
  label: string;
  description?: string;
  targets: Target[];
  value?: string;
  required?: boolean;
  disabled?: boolean;
  onChange: (value: string) => void;
}

/** Where the claim goes. With one place there is no choice and nothing to see. */
export function EnvironmentTarget(props: EnvironmentTargetProps) {
  const { id, label, description, targets, value } = props;
  if (targets.length < 2) {
    return null;
  }
  const chosen = targets.find(({ name }) => name === value);
  return (
    <TextField
      select
      id={id}
      label={label}
      value={chosen?.name ?? ''}
      required={props.required}
      disabled={props.disabled}
      fullWidth
      margin="normal"
      helperText={chosen ? describeTarget(chosen) : description}
      onChange={event => props.onChange(event.target.value)}
    >
      {targets.map(({ name }) => (
        <MenuItem key={name} value={name}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
