import { titleLimit } from '../../functions/sessions/schema'
import { Actions, Button } from '../ui/button'
import { Dialog, DialogClose } from '../ui/dialog'
import { Field } from '../ui/field'
import { sendsBar, switchDialog } from './sends'

/** Starts something, in the place of what runs, without leaving the page; More leads to the form with every field. */
export const SwitchDialog = () => (
  <Dialog id={switchDialog} title="Start the timer">
    <form class="entry" aria-labelledby={`${switchDialog}-title`} {...sendsBar('/timer/start')}>
      <Field
        label="What to work on"
        hint="What runs now is stopped. @project and #tag are understood."
        name="entry"
        idPrefix="switch"
        maxlength={titleLimit}
        dir="auto"
        autocomplete="off"
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
  </Dialog>
)
