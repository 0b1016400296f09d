import type { Child } from 'hono/jsx'
import { classes } from './classes'
import type { Option } from './field'
import { Below, described, type FieldFrame, fieldId, type Value } from './field-frame'

type GroupProps = Omit<FieldFrame, 'unseenLabel' | 'grow'> & { options: (Option & { mark?: Child })[] }

/** Several to tick under one name. */
export const Checks = ({
  label,
  name,
  idPrefix,
  hint,
  errors,
  wide,
  options,
  values,
}: GroupProps & { values: Value[] }) => {
  const id = fieldId({ name, idPrefix })
  const chosen = values.map(String)
  return (
    <fieldset
      class={classes('field', wide && 'wide')}
      aria-describedby={described(id, hint, errors)['aria-describedby']}
    >
      <legend class="label">{label}</legend>
      <div class="checks">
        {options.map(({ value, label: name_, mark, disabled }) => (
          <label class="check">
            <input
              type="checkbox"
              id={`${id}-${value}`}
              name={name}
              value={value}
              checked={chosen.includes(String(value))}
              disabled={disabled}
              aria-invalid={errors?.length ? 'true' : undefined}
            />
            {mark}
            {name_}
          </label>
        ))}
      </div>
      <Below id={id} hint={hint} errors={errors} />
    </fieldset>
  )
}

/** A few to choose one from, all in sight. */
export const Radios = ({
  label,
  name,
  idPrefix,
  hint,
  errors,
  wide,
  options,
  value: chosen,
}: GroupProps & { value: Value }) => {
  const id = fieldId({ name, idPrefix })
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a fieldset may be a radiogroup, which can be invalid
    <fieldset class={classes('field', wide && 'wide')} role="radiogroup" {...described(id, hint, errors)}>
      <legend class="label">{label}</legend>
      <div class="checks">
        {options.map(({ value, label: name_, mark, disabled }) => (
          <label class="check">
            <input
              type="radio"
              id={`${id}-${value}`}
              name={name}
              value={value}
              checked={String(value) === String(chosen ?? '')}
              disabled={disabled}
            />
            {mark}
            {name_}
          </label>
        ))}
      </div>
      <Below id={id} hint={hint} errors={errors} />
    </fieldset>
  )
}

type CheckProps = Omit<FieldFrame, 'unseenLabel' | 'grow'> & { checked?: boolean; value?: string; disabled?: boolean }

/** One thing to tick. */
export const Check = ({ label, name, idPrefix, hint, errors, wide, value, checked, disabled, ...rest }: CheckProps) => {
  const id = fieldId({ name, idPrefix })
  const control = { id, name, value, checked, disabled, ...described(id, hint, errors), ...rest }
  return (
    <div class={classes('field', wide && 'wide')}>
      <label class="check">
        <input type="checkbox" {...control} />
        {label}
      </label>
      <Below id={id} hint={hint} errors={errors} />
    </div>
  )
}
