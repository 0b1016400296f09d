import { Actions, Button } from '../ui/button'
import { Dialog, DialogClose } from '../ui/dialog'
import { Field } from '../ui/field'
import { barForm, switchDialog } from './bar-form'

const formId = 'timer-switch-form'

/** Starts the timer from a line. “More” opens the form with every field. */
export const SwitchForm = ({ value, errors }: { value?: string; errors?: string[] }) => (
  <form
    class="entry"
    id={formId}
    aria-labelledby={`${switchDialog}-title`}
    {...barForm('/timer/start')}
    {...{ 'hx-status:422': `target:#${formId} swap:outerHTML` }}
  >
    <Field
      label="What are you working on?"
      hint="This stops the running timer. You can use @project, #tag, !goal and “since 9:30”."
      name="entry"
      idPrefix="switch"
      maxlength={500}
      dir="auto"
      autocomplete="off"
      value={value}
      errors={errors}
      data-autofocus
    />
    <Actions>
      <Button variant="primary">Start</Button>
      <Button formaction="/timer/switch" formmethod="get" formnovalidate>
        More
      </Button>
      <DialogClose>Cancel</DialogClose>
    </Actions>
  </form>
)

/** The emptied line, as a region of another answer. */
export const SwitchPart = () => (
  <hx-partial hx-target={`#${formId}`} hx-swap="outerHTML">
    <SwitchForm />
  </hx-partial>
)

export const SwitchDialog = () => (
  <Dialog id={switchDialog} title="Start the timer">
    <SwitchForm />
  </Dialog>
)
