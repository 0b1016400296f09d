import { lineLimit, type Understood } from '../../functions/goals/capture/understand'
import { daysBetween } from '../../functions/lib/days'
import { duration, relativeWeeks, shortDate } from '../../functions/lib/format'
import { Actions, Button } from '../ui/button'
import { Dialog, DialogClose } from '../ui/dialog'
import { Chip, Chips } from '../ui/entry'
import { Field } from '../ui/field'

/** What is read from a line, and the date on which it is read. */
type Read = { understood: Understood; today: string }

const Parts = ({ understood, today }: Read) => {
  const { title, target_date, target_minutes, kind } = understood.values
  return (
    <>
      <Chip label="goal">
        <bdi>{title}</bdi>
      </Chip>
      {target_date === null ? (
        <Chip label="date" open>
          by 15 Jan
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
        <Chip label="time" open>
          5h a week
        </Chip>
      ) : (
        <Chip label={kind === 'weekly' ? 'each week' : 'each month'}>{duration(target_minutes * 60)}</Chip>
      )}
    </>
  )
}

/** What was understood of the line, chip by chip; dashed is what may still be given. */
export const CaptureUnderstood = ({ read }: { read?: Read }) => (
  <Chips id="capture-understood">{read?.understood.values.title && <Parts {...read} />}</Chips>
)

type FormProps = { value?: string; errors?: string[]; read?: Read }

/** The line that adds a goal; again, with messages, when it was invalid. More leads to the form with every field. */
export const CaptureForm = ({ value, errors, read }: FormProps) => (
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
      label="What to get done"
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
      <CaptureUnderstood read={read} />
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

/** The dialog's id, for what opens it. */
const captureDialog = 'goal-capture'

/** Adds a goal without leaving the page: `g` then `n`, or the controls that open it. */
export const CaptureDialog = () => (
  <Dialog id={captureDialog} title="New goal">
    <CaptureForm />
  </Dialog>
)
