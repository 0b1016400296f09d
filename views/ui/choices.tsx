import type { Child } from 'hono/jsx'
import { zoneName, zoneRenames } from '../../functions/lib/text/format'
import { decodeTexts } from '../../functions/lib/text/text'
import { descriptionProps, type FieldFrame, FieldMessages, type FieldValue, fieldId, type SelectOption } from './field'
import { classes } from './icon'

type GroupProps = Omit<FieldFrame, 'grow'> & {
  options: (Omit<SelectOption, 'label'> & { label: Child; mark?: Child; detail?: string })[]
  upright?: boolean
  /** True to show only the marks, which style their checked state with `group-has-checked`. */
  marksAlone?: boolean
}

type ChoicesProps = GroupProps & { type: 'checkbox' | 'radio'; chosen: FieldValue[] }

/**
 * Controls that share a name, under a legend. `upright` stacks them, for long labels. An error marks the radio group as
 * a whole, but each checkbox.
 */
const Choices = (props: ChoicesProps) => {
  const {
    type,
    chosen,
    label: legend,
    name,
    idPrefix,
    hint,
    errors,
    unseenLabel,
    wide,
    upright,
    options,
    marksAlone,
  } = props
  const isLong = options.length > 3
  const look = classes('field', (wide || isLong) && 'wide', props.class)
  const boxes = upright ? 'flex-col' : isLong && 'max-sm:grid max-sm:grid-cols-2'
  const id = fieldId({ name, idPrefix })
  const { 'aria-invalid': invalid, ...describedBy } = descriptionProps(id, hint, errors)
  const group = type === 'radio' ? { role: 'radiogroup' as const, 'aria-invalid': invalid } : {}
  const values = chosen.map((value) => String(value ?? ''))
  return (
    <fieldset class={look} {...group} {...describedBy}>
      <legend class={unseenLabel ? 'sr-only' : 'label'}>{legend}</legend>
      <div class={classes('checks', marksAlone ? '-ml-1 flex gap-2 max-sm:max-w-64' : boxes)}>
        {options.map(({ value, label, mark, detail, disabled }) => (
          <label
            class={classes('check', marksAlone && 'group min-h-0', upright && 'items-start py-1 max-lg:min-h-control')}
          >
            <input
              class={classes(marksAlone && 'absolute opacity-0', upright && 'mt-0.5')}
              type={type}
              id={`${id}-${value}`}
              name={name}
              value={value}
              checked={values.includes(String(value))}
              disabled={disabled}
              aria-invalid={type === 'checkbox' ? invalid : undefined}
            />
            {mark}
            {detail ? (
              <span>
                {label}
                <span class="hint flex">{detail}</span>
              </span>
            ) : (
              label
            )}
          </label>
        ))}
      </div>
      <FieldMessages id={id} hint={hint} errors={errors} />
    </fieldset>
  )
}

/** Checkboxes that share a name. */
export const CheckboxGroup = ({ values, ...group }: GroupProps & { values: FieldValue[] }) => (
  <Choices type="checkbox" chosen={values} {...group} />
)

/** Radio buttons, for a few options that are all visible. */
export const RadioGroup = ({ value, ...group }: GroupProps & { value: FieldValue }) => (
  <Choices type="radio" chosen={[value]} {...group} />
)

type CheckProps = Omit<FieldFrame, 'unseenLabel' | 'grow' | 'class'> & {
  checked?: boolean
  value?: string
  disabled?: boolean
}

export const CheckboxField = ({
  label,
  name,
  idPrefix,
  hint,
  errors,
  wide,
  value,
  checked,
  disabled,
  ...rest
}: CheckProps) => {
  const id = fieldId({ name, idPrefix })
  const control = { id, name, value, checked, disabled, ...descriptionProps(id, hint, errors), ...rest }
  return (
    <div class={classes('field', wide && 'wide')}>
      <label class="check">
        <input type="checkbox" {...control} />
        {label}
      </label>
      {/* Below the words, not below the box. */}
      <FieldMessages id={id} hint={hint} errors={errors} class="-mt-2 pl-6.5" />
    </div>
  )
}

type SwitchProps = CheckProps & {
  /** Its values in a refused form, from `submittedText`. */
  sent: string | undefined
}

/** A checkbox that submits `on` or `off`, so that it differs from a form without it. */
export const Switch = ({ name, sent, checked, ...check }: SwitchProps) => (
  <>
    <input type="hidden" name={name} value="off" />
    <CheckboxField name={name} value="on" checked={sent ? decodeTexts(sent).includes('on') : checked} {...check} />
  </>
)

/** Options for every time zone, including the current one under an older name. */
export const zoneOptions = (present: string): SelectOption[] => {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => zoneRenames[zone] ?? zone)
  const others = zones.filter((zone) => zone !== zoneRenames[present])
  return [...new Set(['UTC', present, ...others])].toSorted().map((zone) => ({ value: zone, label: zoneName(zone) }))
}
