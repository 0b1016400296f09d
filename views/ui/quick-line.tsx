import type { Child } from 'hono/jsx'
import { Button } from './button'
import { Chip, Chips } from './entry'
import { Field } from './field'

/** A part of a line, as it was understood. */
export type LinePart = { label: string; text: string; isWrong?: boolean }

export type LineDraft = { value?: string; errors?: string[]; parts?: LinePart[]; focused?: boolean }

/** A chip for each part of the line of a kind. */
export const LineParts = ({ kind, parts = [] }: { kind: string; parts?: LinePart[] }) => (
  <Chips id={`${kind}-understood`}>
    {parts.map(({ label, text, isWrong }) => (
      <Chip label={label} wrong={isWrong}>
        <bdi>{text}</bdi>
      </Chip>
    ))}
  </Chips>
)

type Props = LineDraft & {
  /** Begins the ids of its elements. */
  kind: string
  /** Takes the line by POST, and says by GET what it understands. */
  path: string
  label: string
  placeholder: string
  /** In characters. */
  limit: number
  primary?: boolean
  /** Hidden fields. */
  hidden?: Child
}

/** A form that adds a row from one line, and says what it understands while one types; no error of a part stands twice. */
export const QuickLine = ({ kind, path, label, placeholder, limit, primary, hidden, ...draft }: Props) => (
  <form class="entry" method="post" action={path} hx-post={path} hx-target="this" hx-swap="outerHTML">
    {hidden}
    <div class="toolbar">
      <Field
        label={label}
        unseenLabel
        grow
        name="line"
        idPrefix={kind}
        required
        maxlength={limit}
        dir="auto"
        autocomplete="off"
        placeholder={placeholder}
        value={draft.value}
        errors={draft.errors?.filter((error) => !draft.parts?.some(({ text }) => text === error))}
        autofocus={draft.focused || undefined}
      />
      <Button variant={primary ? 'primary' : undefined} icon="plus">
        Add
      </Button>
    </div>
    <div
      hx-get={path}
      hx-trigger={`input changed delay:150ms from:#${kind}-line`}
      hx-include={`#${kind}-line`}
      hx-target={`#${kind}-understood`}
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <LineParts kind={kind} parts={draft.parts} />
    </div>
  </form>
)
