import { type DaysOffForm as Form, labelLimit } from '../../functions/days-off/schema'
import type { Draft } from '../../functions/lib/form'
import { Actions, Button } from '../ui/button'
import { Field } from '../ui/field'
import { Fields } from '../ui/form'
import { Stack } from '../ui/section'

/** Adds a day off, or a range of them. */
export const AddForm = ({ draft }: { draft?: Draft<Form> }) => (
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
        <Field
          label="First day"
          name="from"
          idPrefix="day-off"
          type="date"
          required
          value={draft?.values.from}
          errors={draft?.errors.from}
        />
        <Field
          label="Last day"
          name="to"
          idPrefix="day-off"
          type="date"
          value={draft?.values.to}
          errors={draft?.errors.to}
          hint="Empty for one day."
        />
        <Field
          label="Label"
          name="label"
          idPrefix="day-off"
          wide
          maxlength={labelLimit}
          placeholder="Holiday"
          value={draft?.values.label}
          errors={draft?.errors.label}
        />
      </Fields>
      <Actions>
        <Button icon="plus">Add</Button>
      </Actions>
    </Stack>
  </form>
)
