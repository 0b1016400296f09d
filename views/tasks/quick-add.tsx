import { titleLimit } from '../../functions/tasks/schema'
import { Button } from '../ui/button'
import { Field } from '../ui/field'

/** In characters: a title, and room for its marks. */
export const lineLimit = titleLimit + 100

type Props = { value?: string; errors?: string[]; focused?: boolean }

/** Adds a task from one line, for today unless it names a date. */
export const QuickAdd = ({ value, errors, focused }: Props) => (
  <form class="toolbar" method="post" action="/tasks/quick" hx-post="/tasks/quick" hx-target="this" hx-swap="outerHTML">
    <Field
      label="New task"
      unseenLabel
      grow
      name="line"
      idPrefix="task"
      required
      maxlength={lineLimit}
      dir="auto"
      autocomplete="off"
      placeholder="Call the bank tomorrow 15m !high"
      value={value}
      errors={errors}
      autofocus={focused || undefined}
    />
    <Button variant="primary" icon="plus">
      Add
    </Button>
  </form>
)
