import { markdownLine } from '../../../functions/lib/text/markdown'
import { descriptionLimit } from '../../../functions/line/task'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { type Step, stepsOf } from '../../../functions/tasks/tasks/steps'
import { ActButton, Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { Row, RowForm, TickButton } from '../../ui/item'
import { RowActions, RowList, Section } from '../../ui/section'
import { taskPath } from './actions'

type Props = { task: Pick<ListedTask, 'id' | 'description'> }

const StepRows = ({ id, steps }: { id: string; steps: Step[] }) => (
  <RowList
    rows={steps}
    item={({ text, isDone }, index) => {
      const [url, rowId] = [taskPath(id, `steps/${index}`), `step-${index}-${id}`]
      const named = <input type="hidden" name="text" value={text} />
      return (
        <Row
          id={rowId}
          mark={
            <TickButton url={url} id={`${rowId}-done`} name={text} isDone={isDone}>
              {named}
              <input type="hidden" name="done" value={isDone ? '' : '1'} />
            </TickButton>
          }
          title={
            <span class={isDone ? 'grey' : undefined} dir="auto">
              {markdownLine(text)}
            </span>
          }
          facts={[]}
          actions={
            !isDone && (
              <RowActions>
                <RowForm action={`${url}/task`} swapsNothing>
                  {named}
                  <ActButton icon="tasks" label={`Make it a task: ${text}`} />
                </RowForm>
              </RowActions>
            )
          }
        />
      )
    }}
  />
)

/** Formats progress: `2 of 5 steps`. */
const countText = (steps: Step[]) =>
  `${steps.filter(({ isDone }) => isDone).length} of ${steps.length === 1 ? '1 step' : `${steps.length} steps`}`

/** Maximum number of steps shown in a row; the task's page shows all. */
const most = 20

/** Number of completed steps of a task; pressing it opens the steps in the row. */
export const StepsOfRow = ({ id, steps }: { id: string; steps: Step[] }) =>
  steps.length > 0 ? (
    <details id={`steps-${id}`} class="fact">
      <summary class="row-meta">
        <span class="link">{countText(steps)}</span>
      </summary>
      <StepRows id={id} steps={steps.slice(0, most)} />
      {steps.length > most && <a href={`${taskPath(id)}#steps`}>All steps</a>}
    </details>
  ) : null

/** Field that adds a step; Enter adds one after another. */
export const AddStep = ({ task }: Props) => {
  const url = taskPath(task.id, 'steps')
  const swaps = { 'hx-post': url, 'hx-target': 'this', 'hx-swap': 'outerHTML' }
  return (
    <form class="toolbar" method="post" action={url} {...swaps} autocomplete="off">
      <Field
        label="Add a step"
        placeholder="Add a step"
        name="step"
        maxlength={descriptionLimit}
        dir="auto"
        unseenLabel
        grow
        required
        data-autofocus
      />
      <Button>Add</Button>
    </form>
  )
}

/** On a task's page: its steps, and the field that adds one. */
export const StepsOfPage = ({ task }: Props) => {
  const steps = stepsOf(task.description)
  return (
    <Section id="steps" title="Steps" summary={steps.length > 0 && countText(steps)}>
      <StepRows id={task.id} steps={steps} />
      <AddStep task={task} />
    </Section>
  )
}
