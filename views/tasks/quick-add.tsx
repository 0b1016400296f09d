import { titleLimit } from '../../functions/tasks/schema'
import { type LineDraft, type LinePart, LineParts, QuickLine } from '../ui/quick-line'

/** In characters: a title, and room for its marks. */
export const lineLimit = titleLimit + 100

export const Understood = ({ parts }: { parts?: LinePart[] }) => <LineParts kind="task" parts={parts} />

/** `project` is the id of the project that the task goes to unless it names another. */
type Props = LineDraft & { project?: string }

/** Adds a task from one line, for today unless it names a date. */
export const QuickAdd = ({ project, ...draft }: Props) => (
  <QuickLine
    {...draft}
    kind="task"
    path="/tasks/quick"
    label="New task"
    placeholder="Call the bank tomorrow 15m !high"
    limit={lineLimit}
    primary
    hidden={project && <input type="hidden" name="project_id" value={project} />}
  />
)
