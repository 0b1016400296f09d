import { descriptionLimit, type Source } from '../../functions/action-items/schema'
import type { Part } from '../../functions/tasks/quick-add/interpret'
import { Button } from '../ui/button'
import { Chip, Chips } from '../ui/entry'
import { Field } from '../ui/field'

/** In characters: a description, and room for its marks. */
export const lineLimit = descriptionLimit + 100

/** A chip for each part of the line. */
export const ActionParts = ({ parts = [] }: { parts?: Part[] }) => (
  <Chips id="action-understood">
    {parts.map(({ label, text, isWrong }) => (
      <Chip label={label} wrong={isWrong}>
        <bdi>{text}</bdi>
      </Chip>
    ))}
  </Chips>
)

type Props = {
  value?: string
  errors?: string[]
  parts?: Part[]
  focused?: boolean
  /** The row that the action item comes from. */
  source?: Source | null
}

/** Adds an action item from one line. */
export const ActionQuickAdd = ({ value, errors, parts, focused, source }: Props) => (
  <form
    class="entry"
    method="post"
    action="/action-items/quick"
    hx-post="/action-items/quick"
    hx-target="this"
    hx-swap="outerHTML"
  >
    {source && <input type="hidden" name="source_type" value={source.type} />}
    {source && <input type="hidden" name="source_id" value={source.id} />}
    <div class="toolbar">
      <Field
        label="New action item"
        unseenLabel
        grow
        name="line"
        idPrefix="action"
        required
        maxlength={lineLimit}
        dir="auto"
        autocomplete="off"
        placeholder="Send Ada the figures Friday !high"
        value={value}
        errors={errors}
        autofocus={focused || undefined}
      />
      <Button icon="plus">Add</Button>
    </div>
    <div
      hx-get="/action-items/quick"
      hx-trigger="input changed delay:150ms from:#action-line"
      hx-include="#action-line"
      hx-target="#action-understood"
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <ActionParts parts={parts} />
    </div>
  </form>
)
