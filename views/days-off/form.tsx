import { type DaysOffForm, labelLimit } from '../../functions/days-off/schema'
import type { Draft } from '../../functions/lib/form'
import { Actions, Button } from '../ui/button'
import { drafted } from '../ui/draft'
import { Field } from '../ui/field'
import { Fields } from '../ui/form'
import { Stack } from '../ui/section'

export const AddForm = ({ draft }: { draft?: Draft<DaysOffForm> }) => {
  const field = drafted({ from: null, to: null, label: null }, draft, 'day-off')
  return (
    <form
      id="days-off-form"
      class="pb-3"
      action="/settings/days-off"
      method="post"
      aria-label="Add days off"
      hx-post="/settings/days-off"
      hx-target="this"
      hx-swap="outerHTML"
      autocomplete="off"
    >
      <Stack>
        <Fields>
          <Field label="First day" type="date" required {...field('from')} />
          <Field label="Last day" type="date" hint="Leave empty for a single day." {...field('to')} />
          <Field label="Label" wide maxlength={labelLimit} placeholder="Holiday" {...field('label')} />
        </Fields>
        <Actions>
          <Button icon="plus">Add</Button>
        </Actions>
      </Stack>
    </form>
  )
}
