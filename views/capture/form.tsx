import type { Captured } from '../../functions/capture/interpret'
import { type CaptureKind, captureKinds } from '../../functions/capture/line'
import { ButtonText } from '../entry/button'
import { EntryParts } from '../entry/entry'
import { captureId, EntryList, LineField } from '../entry/suggestions'
import type { Reader } from '../sessions/row'
import { Actions, Button } from '../ui/button'
import { Dialog, DialogClose, fixed } from '../ui/dialog'
import { Chip, Chips } from '../ui/entry'
import { Select } from '../ui/field'

const kindNames: Record<CaptureKind, string> = {
  task: 'Task',
  meeting: 'Meeting',
  action: 'Action item',
  feedback: 'Feedback',
  learning: 'Learning',
  energy: 'Check-in',
  goal: 'Goal',
  session: 'Session',
}

const kindOptions = [
  { value: '', label: 'Detect automatically' },
  ...captureKinds.map((kind) => ({ value: kind, label: kindNames[kind] })),
]

/** A line as it was understood, for somebody who reads times their way. */
type PreviewProps = {
  shown?: { captured: Captured; reader: Reader }
  /** Below the field, where no chip repeats them. */
  errors?: string[]
}

/** A chip for each part of the line. */
const Understood = ({ shown, errors = [] }: PreviewProps) => (
  <Chips id="captured">
    {shown?.captured.kind === 'session'
      ? !shown.captured.reading.interpretation.isEmpty && (
          <EntryParts {...shown.captured.reading} reader={shown.reader} today={shown.captured.today} told={errors} />
        )
      : shown?.captured.parts
          .filter(({ text }) => !errors.includes(text))
          .map(({ label, text, isWrong, isOpen }) => (
            <Chip label={label} wrong={isWrong} open={isOpen}>
              <bdi>{text}</bdi>
            </Chip>
          ))}
  </Chips>
)

/** The button that names what Enter will do. */
const Does = ({ shown }: PreviewProps) => (
  <span id="capture-does">
    <input type="hidden" name="does" value={shown?.captured.kind ?? ''} />
    <Button variant="primary">
      {shown?.captured.kind === 'session' ? (
        <ButtonText {...shown.captured.reading} reader={shown.reader} today={shown.captured.today} />
      ) : (
        (shown?.captured.does ?? 'Add')
      )}
    </Button>
  </span>
)

/** Answers a line while it is typed: its parts, the button, and the field without earlier errors. */
export const CapturePreview = (props: PreviewProps) => (
  <>
    <Understood {...props} />
    <hx-partial hx-target="#capture-does" hx-swap="outerMorph">
      <Does {...props} />
    </hx-partial>
  </>
)

type FormProps = PreviewProps & {
  value?: string
  chosen?: string
  /** Not in the dialog. */
  isPage?: boolean
}

/**
 * The line that makes a row of any kind, or logs a session. Closed by Esc, its dialog keeps the line for the next time,
 * selected, so that typing replaces it; Cancel empties it.
 */
export const CaptureForm = ({ value, chosen = '', errors, shown, isPage }: FormProps) => (
  <form
    class="entry"
    id="capture-line"
    method="post"
    action="/capture"
    aria-label="Capture"
    hx-post="/capture"
    hx-target="this"
    hx-swap="outerHTML"
  >
    <div class="entry-line">
      <LineField
        id={captureId}
        label="What is on your mind?"
        required
        placeholder="todo call the bank tomorrow !high"
        value={value}
        errors={errors}
        data-autofocus
      />
      <EntryList id={captureId} />
    </div>
    <div
      hx-get="/capture"
      hx-trigger="input changed delay:150ms from:#line-entry, change from:#line-kind"
      hx-include="#line-entry, #line-kind"
      hx-target="#captured"
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <Understood shown={shown} errors={errors} />
    </div>
    <Select label="What it is" unseenLabel name="kind" idPrefix="line" value={chosen} options={kindOptions} />
    <p class="hint">
      Begin with <span class="mono">todo</span>, <span class="mono">meet Ada tomorrow 14:00</span>,{' '}
      <span class="mono">action</span>, <span class="mono">feedback Ada: +</span>, <span class="mono">learned</span>,{' '}
      <span class="mono">energy 4 3</span>, <span class="mono">goal</span> or a time such as{' '}
      <span class="mono">25m</span>. Marks: <span class="mono">@</span> project, <span class="mono">#</span> tag,{' '}
      <span class="mono">!</span> priority or goal, <span class="mono">%</span> plan, <span class="mono">+</span> and{' '}
      <span class="mono">-</span> positive and constructive feedback.
    </p>
    <Actions>
      <Does shown={shown} />
      {isPage ? (
        <Button formmethod="get">Preview</Button>
      ) : (
        <DialogClose hx-get="/capture" hx-target="#capture-line" hx-swap="outerHTML">
          Cancel
        </DialogClose>
      )}
    </Actions>
  </form>
)

/** Adds anything without leaving the page. `c` opens it. */
export const CaptureDialog = fixed(() => (
  <Dialog id="capture" title="Capture">
    <CaptureForm />
  </Dialog>
))
