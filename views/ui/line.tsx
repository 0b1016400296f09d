import type { Child, JSX, PropsWithChildren } from 'hono/jsx'
import { isolateDirection } from '../../functions/lib/text/text'
import { Button } from './button'
import { Field } from './field'
import { classes, Icon } from './icon'

/** A parsed part of a line. `isOpen` marks a missing part that may still be typed. */
export type LinePart = {
  label: string
  text: string
  isWrong?: boolean
  isOpen?: boolean
  /** Content before the text. */
  before?: Child
  after?: Child
}

type PartsProps = PropsWithChildren<{
  id?: string
  parts?: LinePart[]
  /** Errors below the field that no chip shows. */
  told?: string[]
  class?: string
}>

/** A chip for each parsed part of a line, updated on input. */
export const LineParts = ({ id, parts = [], told = [], class: more, children }: PartsProps) => (
  <div class={classes('chips', more)} id={id} role="status">
    <span class="sr-only">Understood as:</span>
    {parts
      .filter(({ text }) => !told.includes(text))
      .map(({ label, text, isWrong, isOpen, before, after }) => (
        <span class={classes('chip', isOpen && 'open', isWrong && 'wrong')}>
          <b>{label}</b> {before}
          <bdi>{text}</bdi>
          {after}
        </span>
      ))}
    {children}
  </div>
)

type LineBoxProps = PropsWithChildren<{ field: Child; buttons: Child; hasKey?: boolean }>

/** Field of a line. Its buttons appear on focus; `hasKey` shows that the key `n` focuses it. */
export const LineBox = ({ field, buttons, hasKey, children }: LineBoxProps) => (
  <div class="line relative">
    <Icon name="plus" />
    {field}
    {hasKey && <kbd>n</kbd>}
    <span class="line-go">{buttons}</span>
    {children}
  </div>
)

/** Classes that place an element below a field, above the rest of the page. */
export const floatingLook = 'absolute inset-x-0 top-full z-2 mt-1'

/** Classes of an option in the list. */
export const optionLook = classes(
  'flex min-h-control cursor-pointer flex-wrap items-center gap-x-3 rounded px-3 wrap-anywhere',
  'hover:bg-hover aria-selected:bg-hover aria-selected:shadow-edge',
)

type OptionListProps = PropsWithChildren<{ id: string; label: string; place?: string }>

/** List of suggestions for a field, each an `option`; `hx-*` attributes are passed on. */
export const OptionList = ({ id, label, place = floatingLook, children, ...rest }: OptionListProps) => (
  <div
    class={classes('floating max-h-76 overflow-y-auto p-1 empty:hidden', place)}
    role="listbox"
    id={id}
    aria-label={label}
    hx-swap="innerHTML"
    hx-sync="this:replace"
    {...rest}
  >
    {children}
  </div>
)

type LineHintProps = {
  /** Example lines with their effects. */
  rows: [example: string, does: string][]
  /** True to show the hint even if something is typed. */
  isAsked?: boolean
}

/** Syntax hint, shown while the field is focused and empty. */
export const LineHint = ({ rows, isAsked }: LineHintProps) => (
  <dl class={classes('line-hint', isAsked && 'asked')}>
    {rows.map(([example, does]) => (
      <div>
        <dt>{example}</dt>
        <dd>{does}</dd>
      </div>
    ))}
  </dl>
)

type LineFormProps = Partial<
  Pick<JSX.IntrinsicElements['form'], 'id' | 'aria-label' | 'aria-labelledby' | 'data-lines'>
> & {
  class?: string
  path: string
  /** Ids of the line's field, and of other fields that change how the line is read. */
  reads: [string, ...string[]]
  /** True if the parts take room in the page, not above what follows. */
  inPage?: boolean
  /** Controls above the parts. */
  head: Child
  parts: Child
}

/** Form of a line. POST executes the line, GET previews its meaning on input. */
export const LineForm = (props: PropsWithChildren<LineFormProps>) => {
  const { path, reads, inPage, head, parts, class: more, children, ...rest } = props
  const [line, ...others] = reads.map((id) => `#${id}`)
  return (
    <form
      class={classes('entry', more)}
      id={`${reads[0]}-form`}
      method="post"
      action={path}
      hx-post={path}
      hx-target="this"
      hx-swap="outerHTML"
      data-lines={reads[0]}
      {...rest}
    >
      {head}
      <div
        class={classes('entry-parts', !inPage && 'floating')}
        hx-get={path}
        hx-trigger={[`input changed delay:150ms from:${line}`, ...others.map((id) => `change from:${id}`)].join(', ')}
        hx-include={[line, ...others].join(', ')}
        hx-target="find .chips"
        hx-swap="outerMorph"
        hx-sync="this:replace"
      >
        {parts}
      </div>
      {children}
    </form>
  )
}

/**
 * Buttons that submit a refused line again with an answer. client/forms/suggestions.ts removes them when the line
 * changes.
 */
export const AnswerButtons = ({ asked, children }: PropsWithChildren<{ asked?: string }>) => (
  <div class="actions" data-answers>
    <input type="hidden" name="asked" value={asked} />
    {children}
  </div>
)

type CreateProps = { name?: string; asked?: string; path?: string }

/** Submits a refused task line again, and creates the project that the line names. */
export const CreateProject = ({ name, asked, path }: CreateProps) =>
  name === undefined ? null : (
    <AnswerButtons asked={asked}>
      <Button
        name="create"
        value={name}
        formaction={path}
        hx-post={path}
        hx-target={path && 'closest form'}
        hx-swap={path && 'outerHTML'}
      >
        <span>Create “{isolateDirection(name)}” and add the task</span>
      </Button>
    </AnswerButtons>
  )

export type LineDraft = { creatable?: string; value?: string; errors?: string[]; parts?: LinePart[]; focused?: boolean }

type QuickLineProps = LineDraft & {
  /** Prefix of the ids of its elements. */
  kind: string
  path: string
  label: string
  /** Example shown while the field is empty: `Call the bank tomorrow 15m`. */
  example: string
  /** Maximum characters of the line. */
  limit: number
  primary?: boolean
  /** Hidden fields of the form. */
  hidden?: Child
}

/** Line above a list that adds a row. Errors that a chip shows are not repeated. */
export const QuickLine = ({ kind, path, label, example, limit, primary, hidden, ...draft }: QuickLineProps) => {
  const understood = `${kind}-understood`
  const below = draft.errors?.filter((error) => !draft.parts?.some(({ text }) => text === error))
  const inChips = draft.errors?.length && below?.length === 0
  return (
    <LineForm
      path={path}
      reads={[`${kind}-line`]}
      head={
        <>
          {hidden}
          <LineBox
            field={
              <Field
                label={label}
                unseenLabel
                name="line"
                idPrefix={kind}
                required
                maxlength={limit}
                dir="auto"
                autocomplete="off"
                placeholder={label}
                value={draft.value}
                errors={below}
                {...(inChips && { 'aria-invalid': 'true', 'aria-describedby': understood })}
                autofocus={draft.focused || undefined}
              />
            }
            buttons={
              <Button small variant={primary ? 'primary' : undefined}>
                Add
              </Button>
            }
          />
          <CreateProject name={draft.errors && draft.creatable} asked={draft.value} />
        </>
      }
      parts={
        <>
          <LineParts id={understood} parts={draft.parts} />
          <LineHint rows={[[example, 'adds a task']]} />
        </>
      }
    />
  )
}
