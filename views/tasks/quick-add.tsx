import type { Part } from '../../functions/tasks/quick-add/interpret'
import { titleLimit } from '../../functions/tasks/schema'
import { Button } from '../ui/button'
import { Chip, Chips } from '../ui/entry'
import { Field } from '../ui/field'

/** In characters: a title, and room for its marks. */
export const lineLimit = titleLimit + 100

/** A chip for each part of the line. */
export const Understood = ({ parts = [] }: { parts?: Part[] }) => (
  <Chips id="task-understood">
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
  /** Id of the project that the task goes to unless it names another. */
  project?: string
}

/** Adds a task from one line, for today unless it names a date. */
export const QuickAdd = ({ value, errors, parts, focused, project }: Props) => (
  <form class="entry" method="post" action="/tasks/quick" hx-post="/tasks/quick" hx-target="this" hx-swap="outerHTML">
    {project && <input type="hidden" name="project_id" value={project} />}
    <div class="toolbar">
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
    </div>
    <div
      hx-get="/tasks/quick"
      hx-trigger="input changed delay:150ms from:#task-line"
      hx-include="#task-line"
      hx-target="#task-understood"
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <Understood parts={parts} />
    </div>
  </form>
)
