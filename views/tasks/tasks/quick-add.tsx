import type { FieldsProps } from '../../../functions/lib/resource/listed-pages'
import { actionTitleLimit, type ListedTask, type TaskOrigin } from '../../../functions/tasks/tasks/schema'
import { ErrorSummary } from '../../ui/form'
import { type LineDraft, QuickLine } from '../../ui/line'
import { useParts } from '../../ui/uses'

/** Maximum characters of a line: a title, and 100 for its marks. */
export const taskLineLimit = actionTitleLimit + 100

type Props = LineDraft & {
  /** Id of the project for a line that names none. */
  project?: string
  /** Date for a line that names none. */
  date?: string | null
  /** True to add an action item, for or of a person. */
  withPeople?: boolean
  /** The row that is the source of the action item. */
  source?: TaskOrigin | null
}

/** Line that adds a task, for today or `date` unless the line names another day. */
export const QuickAdd = ({ project, date, withPeople, source, ...draft }: Props) =>
  useParts()('tasks') && (
    <QuickLine
      {...draft}
      kind="task"
      path={`/tasks/quick${withPeople ? '?owner=me' : date ? `?date=${date}` : ''}`}
      label="New task"
      example={withPeople ? 'Send Ada the figures Friday high' : `Call the bank ${date ? '' : 'tomorrow '}15m high`}
      limit={taskLineLimit}
      // Elsewhere another button of the page is the primary one.
      primary={!project && !date && !source}
      hidden={
        <>
          {project && <input type="hidden" name="project_id" value={project} />}
          {source && <input type="hidden" name="source_type" value={source.type} />}
          {source && <input type="hidden" name="source_id" value={source.id} />}
        </>
      }
    />
  )

/** Hidden fields of a new action item that was typed on the page of its source. */
const sourceFields = ['source_type', 'source_id'] as const

/** Note above the form's fields that the source no longer exists. */
export const TaskSource = ({ row, draft }: FieldsProps<ListedTask>) => (
  <>
    <ErrorSummary errors={['source', ...sourceFields].flatMap((name) => draft?.errors[name] ?? [])} />
    {draft && !row && sourceFields.map((name) => <input type="hidden" name={name} value={draft.values[name] ?? ''} />)}
  </>
)
