import type { Child } from 'hono/jsx'
import { Below, described, fieldId, type Value } from './field'

type LevelsProps = {
  label: string
  names: readonly string[]
  name: string
  idPrefix?: string
  value?: Value
  errors?: string[]
  hint?: Child
  /** Choosing one submits the form. */
  submits?: boolean
}

/** Five levels beside each other to choose one from. */
export const Levels = ({ label, names, name, idPrefix, value, errors, hint, submits }: LevelsProps) => {
  const id = fieldId({ name, idPrefix })
  const { 'aria-invalid': invalid, ...describedBy } = described(id, hint, errors)
  const group = submits ? {} : { role: 'radiogroup' as const, 'aria-invalid': invalid }
  return (
    <fieldset class="field wide" {...group} {...describedBy}>
      <legend class="label">{label}</legend>
      <div class="levels">
        {names.map((text, index) => {
          const level = String(index + 1)
          const content = (
            <>
              <span class="level-number">{level}</span> {text}
            </>
          )
          return submits ? (
            <button type="submit" class="level" name={name} value={level} aria-invalid={invalid}>
              {content}
            </button>
          ) : (
            <label class="level">
              <input
                type="radio"
                id={`${id}-${level}`}
                name={name}
                value={level}
                checked={String(value) === level}
                required
              />
              {content}
            </label>
          )
        })}
      </div>
      <Below id={id} hint={hint} errors={errors} />
    </fieldset>
  )
}
