import { amountWords, type Interpretation, lineLimit } from '../../functions/goals/capture/interpret'
import { daysBetween } from '../../functions/lib/days'
import { duration, relativeWeeks, shortDate } from '../../functions/lib/format'
import { Actions, Button } from '../ui/button'
import { Dialog, DialogClose, fixed } from '../ui/dialog'
import { Chip, Chips } from '../ui/entry'
import { Field } from '../ui/field'

type Preview = { interpretation: Interpretation; today: string }

const Parts = ({ interpretation, today }: Preview) => {
  const { title, target_date, target_minutes, kind } = interpretation.values
  return (
    <>
      <Chip label="goal">
        <bdi>{title}</bdi>
      </Chip>
      {target_date === null ? (
        <Chip label="+ date" open>
          e.g. by 15 Jan
        </Chip>
      ) : (
        <Chip label="by">
          <span>
            <time datetime={target_date}>{shortDate(target_date, today)}</time>,{' '}
            {relativeWeeks(daysBetween(today, target_date))}
          </span>
        </Chip>
      )}
      {target_minutes === null ? (
        <Chip label="+ time" open>
          e.g. 5h a week
        </Chip>
      ) : (
        <Chip label={amountWords[kind]}>{duration(target_minutes * 60)}</Chip>
      )}
    </>
  )
}

/** A chip for each part of the line. A dashed chip is an example of a part that is still missing. */
export const CapturePreview = ({ preview }: { preview?: Preview }) => (
  <Chips id="capture-understood">{preview?.interpretation.values.title && <Parts {...preview} />}</Chips>
)

type FormProps = { value?: string; errors?: string[]; preview?: Preview }

/** The line that adds a goal. More leads to the form with every field. */
export const CaptureForm = ({ value, errors, preview }: FormProps) => (
  <form
    class="entry"
    id="capture-form"
    method="post"
    action="/goals/capture"
    aria-labelledby="goal-capture-title"
    hx-post="/goals/capture"
    hx-target="this"
    hx-swap="outerHTML"
  >
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
    <div
      hx-get="/goals/capture"
      hx-trigger="input changed delay:300ms from:#capture-entry"
      hx-include="#capture-entry"
      hx-target="#capture-understood"
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <CapturePreview preview={preview} />
    </div>
    <Actions>
      <Button variant="primary">Add goal</Button>
      <Button formaction="/goals/new" formmethod="get" formnovalidate>
        More
      </Button>
      <DialogClose>Cancel</DialogClose>
    </Actions>
  </form>
)

const captureDialog = 'goal-capture'

/** Adds a goal without leaving the page. `g` then `n` opens it. */
export const GoalDialog = fixed(() => (
  <Dialog id={captureDialog} title="New goal">
    <CaptureForm />
  </Dialog>
))
