import { lineLimit } from '../../../functions/goals/goals/line'
import { Actions, Button } from '../../ui/button'
import { Dialog, DialogClose, fixed } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { type LineDraft, LineForm, Parts } from '../../ui/line'

/** The line that adds a goal. More leads to the form with every field. */
export const CaptureForm = ({ value, errors, parts }: LineDraft) => (
  <LineForm
    id="capture-form"
    path="/goals/capture"
    aria-labelledby="goal-capture-title"
    reads={['capture-entry']}
    head={
      <Field
        label="What do you want to get done?"
        name="entry"
        idPrefix="capture"
        required
        maxlength={lineLimit}
        dir="auto"
        autocomplete="off"
        value={value}
        errors={errors}
        data-autofocus
      />
    }
    parts={<Parts id="capture-understood" parts={parts} told={errors} />}
  >
    <Actions>
      <Button variant="primary">Add goal</Button>
      <Button formaction="/goals/new" formmethod="get" formnovalidate>
        More
      </Button>
      <DialogClose>Cancel</DialogClose>
    </Actions>
  </LineForm>
)

/** Adds a goal without leaving the page. `g` then `n` opens it. */
export const GoalDialog = fixed(() => (
  <Dialog id="goal-capture" title="New goal">
    <CaptureForm />
  </Dialog>
))
