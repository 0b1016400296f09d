import type { Draft } from '../../../functions/lib/http/form'
import { typedMinutes } from '../../../functions/lib/time/duration'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { draftFields, htmxForm } from '../../ui/form'
import { taskPath } from './actions'

type Props = { task: ListedTask; draft?: Draft<{ estimated_minutes: string }> }

/** Field for a task's estimate, in a column of them. It is saved when the field loses focus. */
export const EstimateForm = ({ task, draft }: Props) => {
  const id = `estimate-${task.id}`
  const field = draftFields({ estimated_minutes: typedMinutes(task.estimated_minutes) }, draft, id)
  return (
    <form
      id={id}
      class="w-26 has-aria-invalid:w-44 has-aria-invalid:whitespace-normal"
      {...htmxForm(taskPath(task.id, 'estimate'))}
      hx-target="this"
      hx-swap="outerHTML"
      // An invalid text stays when the page around it is refreshed.
      hx-morph-skip={draft ? true : undefined}
      autocomplete="off"
      novalidate
    >
      <Field
        {...field('estimated_minutes')}
        label={`Estimate of ${task.title}`}
        unseenLabel
        class="text-ink *:[input]:text-end"
        placeholder="none"
        maxlength={40}
      />
      <Button small class="script:hidden">
        Save
      </Button>
    </form>
  )
}
