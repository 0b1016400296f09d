import type { FieldsProps } from '../../../functions/lib/resource/listed-pages'
import { actionTitleLimit, type ListedTask, type TaskOrigin } from '../../../functions/tasks/tasks/schema'
import { ErrorSummary } from '../../ui/form'
import { type LineDraft, QuickLine } from '../../ui/line'
import { useParts } from '../../ui/uses'

/** Characters of a line: a title, and 100 for its marks. */
export const taskLineLimit = actionTitleLimit + 100

type Props = LineDraft & {
  /** Id of the project that the task goes to unless it names another. */
  project?: string
  /** For this day unless the line names another. */
  date?: string | null
  /** Makes it an action item: for a person, or of one. */
  withPeople?: boolean
  /** The row that the action item comes from. */
  source?: TaskOrigin | null
}

/** Adds a task from one line, for today or `date` unless it names another. */
export const QuickAdd = ({ project, date, withPeople, source, ...draft }: Props) =>
  useParts()('tasks') && (
    <QuickLine
      {...draft}
      kind="task"
      path={`/tasks/quick${withPeople ? '?owner=me' : date ? `?date=${date}` : ''}`}
      label="New task"
      example={withPeople ? 'Send Ada the figures Friday high' : `Call the bank ${date ? '' : 'tomorrow '}15m high`}
      limit={taskLineLimit}
      // Elsewhere the page has another primary button.
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

/** Hidden fields of a new action item that was typed on the page of its source, for its form. */
const sourceFields = ['source_type', 'source_id'] as const

/** Above the fields of a form: says which source is not there. */
export const TaskSource = ({ row, draft }: FieldsProps<ListedTask>) => (
  <>
    <ErrorSummary errors={['source', ...sourceFields].flatMap((name) => draft?.errors[name] ?? [])} />
    {draft && !row && sourceFields.map((name) => <input type="hidden" name={name} value={draft.values[name] ?? ''} />)}
  </>
)
