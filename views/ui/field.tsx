import { type Child, type JSX, type PropsWithChildren, useContext } from 'hono/jsx'
import type { Kind } from '../../functions/lib/kinds'
import { tagLimit } from '../../functions/lib/tags'
import { isDate } from '../../functions/lib/time/days'
import { formatDateField, readDate } from '../../functions/lib/time/typed-date'
import { ReaderDates } from './clock'
import { classes, Icon } from './icon'
import { Level, levelLook } from './levels'
import { taggedPath } from './links'
import { assets, Module } from './reorder'
import { NameLink } from './section'

/** Characters per line of a text area as wide as a page. */
const lineLength = 90

const mostRows = 40

/** Number of rows that show a whole text in a text area, also in print. */
export const textRows = (text: string, least = 3) => {
  const rows = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / lineLength), 1)
  return Math.min(mostRows, Math.max(least, rows))
}

export type FieldFrame = {
  label: string
  name: string
  /** Prefix that keeps ids unique if a page has several forms: `idPrefix="goal-1"` gives `goal-1-title`. */
  idPrefix?: string
  hint?: Child
  errors?: string[]
  /** The label is for screen readers only. */
  unseenLabel?: boolean
  /** True for the full width of its `Fields`. */
  wide?: boolean
  /** True to take the remaining width of a `Toolbar`. */
  grow?: boolean
  /** Classes that hide or show the field. */
  class?: string
}

export type FieldValue = string | number | null | undefined

export const fieldId = ({ name, idPrefix }: { name: string; idPrefix?: string }) =>
  idPrefix ? `${idPrefix}-${name}` : name

/** Attributes that connect a control with its hint and its errors. */
export const descriptionProps = (id: string, hint: Child, errors: string[] | undefined) => ({
  'aria-invalid': errors?.length ? 'true' : undefined,
  'aria-describedby': classes(errors?.length ? `${id}-error` : undefined, hint ? `${id}-hint` : undefined),
})

type MessagesProps = { id: string; hint?: Child; errors?: string[]; class?: string }

/** Errors of a field, else its hint; an error says what to enter, too. `class` is that of the hint. */
export const FieldMessages = ({ id, hint, errors, class: more }: MessagesProps) => (
  <>
    {errors?.length ? (
      <div id={`${id}-error`}>
        {errors.map((error) => (
          <p class="error">
            <Icon name="alert" />
            {error}
          </p>
        ))}
      </div>
    ) : null}
    {hint ? (
      <span class={classes('hint', errors?.length ? 'hidden' : more)} id={`${id}-hint`}>
        {hint}
      </span>
    ) : null}
  </>
)

type FrameProps = PropsWithChildren<Omit<FieldFrame, 'name' | 'idPrefix' | 'label'> & { id: string; label: Child }>

/** A control with its label above, and its hint and errors below. */
export const Frame = ({ id, label, hint, errors, unseenLabel, wide, grow, class: more, children }: FrameProps) => (
  <div class={classes('field', wide && 'wide', grow && 'grow', more)}>
    <label class={unseenLabel ? 'sr-only' : 'label'} for={id}>
      {label}
    </label>
    {children}
    <FieldMessages id={id} hint={hint} errors={errors} />
  </div>
)

type InputAttributes = Partial<
  Pick<
    JSX.IntrinsicElements['input'],
    | ('required' | 'readonly' | 'disabled' | 'autofocus' | 'autocomplete' | 'inputmode' | 'placeholder')
    | ('dir' | 'maxlength' | 'minlength' | 'min' | 'max' | 'step' | 'pattern')
    | ('list' | 'form' | 'accept' | 'multiple' | 'spellcheck' | 'role')
  >
>

export type FieldProps = Omit<FieldFrame, 'label'> &
  InputAttributes & {
    label: Child
    type?: 'text' | 'date' | 'time' | 'datetime-local' | 'number' | 'email' | 'search' | 'file' | 'textarea'
    value?: FieldValue
    /** Only for a textarea. */
    rows?: number
    /** True for a date in the past: typed without a year, it is the latest such date. */
    isPast?: boolean
  }

type DateProps = Pick<FieldProps, 'value' | 'isPast'> & Omit<JSX.IntrinsicElements['input'], 'value'>

/** Classes of the button of our date picker. On a touch screen it is an icon above the browser's picker. */
const dateButtonLook = classes(
  'act absolute top-0 right-0 hidden h-control script:[@media(hover:hover)]:grid',
  'peer-[[type=date]]:pointer-events-none peer-[[type=date]]:grid',
)

/** A date as text, with a calendar next to it (client/forms/dates.ts). Touch screens use the browser's picker. */
const DateInput = ({ value, isPast, ...control }: DateProps) => {
  const { today, order, weekStart } = useContext(ReaderDates)
  const written = typeof value === 'string' && isDate(value) ? formatDateField(value, order) : value
  const day = readDate(String(written ?? ''), { today, order, isPast })
  return (
    <span class="with-icon relative">
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        data-date={[today, order, weekStart, isPast ? 'past' : ''].join(' ')}
        data-day={day ?? undefined}
        value={written ?? undefined}
        {...control}
        class="peer input script:[@media(hover:hover)]:pr-control-small"
      />
      <button type="button" class={dateButtonLook} aria-label="Open the calendar" tabindex={-1}>
        <Icon name="reviews" />
      </button>
      <link rel="stylesheet" href={assets['dates.css']} />
      <Module name="dates" />
    </span>
  )
}

/** A labelled input or textarea with its hint and errors. `hx-*` and `data-*` attributes are passed on. */
export const Field = (props: FieldProps) => {
  const { label, name, idPrefix, hint, errors, unseenLabel, wide, grow, class: more, ...input } = props
  const frame = { label, hint, errors, unseenLabel, wide, grow, class: more }
  const { type = 'text', value, rows = 3, isPast, ...rest } = input
  const id = fieldId(props)
  const control = { class: 'input', id, name, ...descriptionProps(id, hint, errors), ...rest }
  return (
    <Frame id={id} {...frame} wide={wide || type === 'textarea'}>
      {type === 'textarea' ? (
        <textarea rows={rows} {...control}>
          {value ?? ''}
        </textarea>
      ) : type === 'date' ? (
        <DateInput value={value} isPast={isPast} {...control} />
      ) : (
        <input type={type} value={value ?? undefined} {...control} />
      )}
    </Frame>
  )
}

export type SelectOption = { value: string | number; label: string; disabled?: boolean }

/** Options under a heading. */
export type OptionGroup = { label: string; options: SelectOption[] }

/** Options from an object that maps values to names. */
export const optionsOf = (names: Record<string, string>): SelectOption[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }))

/** Options from rows. */
export const rowOptions = (rows: { id: string; name: string }[]): SelectOption[] =>
  rows.map(({ id, name }) => ({ value: id, label: name }))

/** Suggestions for the field whose `list` is this id. */
export const Datalist = ({ id, values }: { id: string; values: string[] }) => (
  <datalist id={id}>
    {values.map((value) => (
      <option value={value} />
    ))}
  </datalist>
)

const isValue = (option: SelectOption, value: FieldValue | undefined) => String(option.value) === String(value ?? '')

const Options = ({ options, value }: { options: SelectOption[]; value?: FieldValue }) => (
  <>
    {options.map((option) => (
      <option value={option.value} selected={isValue(option, value)} disabled={option.disabled}>
        {option.label}
      </option>
    ))}
  </>
)

type SelectProps = FieldFrame &
  InputAttributes & { options: SelectOption[]; groups?: OptionGroup[]; value?: FieldValue }

/** A labelled select box. */
export const Select = (props: SelectProps) => {
  const { label, name, idPrefix, hint, errors, unseenLabel, wide, grow, class: more, ...list } = props
  const { options, groups = [], value, ...rest } = list
  const frame = { label, hint, errors, unseenLabel, wide, grow, class: more }
  const id = fieldId(props)
  const all = [...options, ...groups.flatMap((group) => group.options)]
  // An option displayed without being selected would look as if the person had chosen it.
  const marked = all.some((option) => isValue(option, value)) ? value : all.find((option) => !option.disabled)?.value
  return (
    <Frame id={id} {...frame}>
      <select class="input" id={id} name={name} {...descriptionProps(id, hint, errors)} {...rest}>
        <Options options={options} value={marked} />
        {groups.map((group) => (
          <optgroup label={group.label}>
            <Options options={group.options} value={marked} />
          </optgroup>
        ))}
      </select>
    </Frame>
  )
}

/** A one-line field with suggestions for the typed text, loaded from the path `from`. */
export const SuggestingField = ({ from, ...props }: FieldProps & { from: string }) => {
  const list = `${fieldId(props)}-offered`
  return (
    <>
      <Field
        dir="auto"
        autocomplete="off"
        list={list}
        hx-get={from}
        hx-trigger="focus once, input changed delay:200ms"
        hx-target={`#${list}`}
        hx-swap="innerHTML"
        hx-sync="this:replace"
        {...props}
      />
      <datalist id={list} />
    </>
  )
}

type OwnProps = Pick<FieldProps, 'name' | 'idPrefix' | 'value' | 'errors' | 'hint'> & {
  /** Maximum length in characters. */
  limit: number
}

type Props = OwnProps & {
  /** True for a form that was not submitted before: the field is focused. */
  isFresh: boolean
  required?: boolean
  placeholder?: string
}

/** The title field at the head of a form. */
export const TitleField = ({ limit, isFresh, ...field }: Props) => (
  <Field label="Title" wide required maxlength={limit} dir="auto" {...field} autofocus={isFresh} data-autofocus />
)

export const NotesField = ({ label = 'Notes', limit, ...field }: OwnProps & { label?: string }) => (
  <Field label={label} type="textarea" wide maxlength={limit} dir="auto" {...field} />
)

type LevelsProps = {
  label: Child
  names: readonly string[]
  name: string
  idPrefix?: string
  value?: FieldValue
  errors?: string[]
  hint?: Child
  /** True if choosing a level submits the form. */
  submits?: boolean
}

/** Classes of names. If boxes are narrow, only the first and last name are shown, below their boxes. */
const nameLook = (index: number) =>
  classes(
    'text-grey @lg:text-inherit @max-lg:absolute @max-lg:top-full @max-lg:mt-0.5 @max-lg:whitespace-nowrap',
    index === 0 && '@max-lg:left-0',
    index === 4 && '@max-lg:right-0',
    index > 0 && index < 4 && '@max-lg:sr-only',
  )

/** Five levels in a row to choose from. */
export const Levels = ({ label, names, name, idPrefix, value, errors, hint, submits }: LevelsProps) => {
  const id = fieldId({ name, idPrefix })
  const { 'aria-invalid': invalid, ...describedBy } = descriptionProps(id, hint, errors)
  const group = submits ? {} : { role: 'radiogroup' as const, 'aria-invalid': invalid }
  return (
    <fieldset class="field wide" {...group} {...describedBy}>
      <legend class="label">{label}</legend>
      <div class="@container">
        <div class="grid grid-cols-5 gap-1 @max-lg:mb-5">
          {names.map((text, index) => {
            const level = String(index + 1)
            const content = (
              <>
                <span class="text-text font-strong">{level}</span> <span class={nameLook(index)}>{text}</span>
              </>
            )
            return submits ? (
              <button type="submit" class={levelLook('tall')} name={name} value={level} aria-invalid={invalid}>
                {content}
              </button>
            ) : (
              <Level
                size="tall"
                type="radio"
                id={`${id}-${level}`}
                name={name}
                value={level}
                checked={String(value) === level}
                required
              >
                {content}
              </Level>
            )
          })}
        </div>
      </div>
      <FieldMessages id={id} hint={hint} errors={errors} />
    </fieldset>
  )
}

type TagsFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors' | 'wide'> & { label?: string; value?: FieldValue }

export const TagsField = (props: TagsFieldProps) => (
  <SuggestingField from="/tags/suggestions" label="Tags" placeholder="writing, research" {...props} />
)

type TagFilterProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & { value: string }

/** Filter of a list by a tag. */
export const TagFilter = (props: TagFilterProps) => (
  <SuggestingField
    from="/tags/suggestions"
    label="Tag"
    {...props}
    placeholder="Tag"
    autocomplete="off"
    maxlength={tagLimit}
  />
)

/**
 * A tag of a row, linked to the rows of the same kind with this tag. Children are the tag with search matches marked.
 */
export const TagLink = ({ kind, tag, children }: PropsWithChildren<{ kind: Kind; tag: string }>) => (
  <NameLink href={taggedPath(kind, tag)} name={<>#{children ?? tag}</>} />
)
