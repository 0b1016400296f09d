import type { Child } from 'hono/jsx'
import { type CaptureKind, captureKinds } from '../../functions/capture/line'
import { captureId, EntryList, LineField } from '../entry/suggestions'
import { Actions, Button } from '../ui/button'
import { Dialog, DialogClose, fixed } from '../ui/dialog'
import { Select } from '../ui/field'
import { LineForm, type Part, Parts } from '../ui/line'

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

type PreviewProps = {
  /** A line as it was understood; `does` says what Enter will do. */
  captured?: { kind: CaptureKind; parts: Part[]; does: Child }
}

/** The button that names what Enter will do. */
const Does = ({ captured }: PreviewProps) => (
  <span id="capture-does">
    <input type="hidden" name="does" value={captured?.kind ?? ''} />
    <Button variant="primary">{captured?.does ?? 'Add'}</Button>
  </span>
)

/** Answers a line while it is typed: its parts and the button. */
export const CapturePreview = ({ captured }: PreviewProps) => (
  <>
    <Parts id="captured" parts={captured?.parts} />
    <hx-partial hx-target="#capture-does" hx-swap="outerMorph">
      <Does captured={captured} />
    </hx-partial>
  </>
)

type FormProps = PreviewProps & {
  value?: string
  /** Below the field, where no chip repeats them. */
  errors?: string[]
  chosen?: string
  /** Not in the dialog. */
  isPage?: boolean
}

/**
 * The line that makes a row of any kind, or logs a session. Closed by Esc, its dialog keeps the line for the next time,
 * selected, so that typing replaces it; Cancel empties it.
 */
export const CaptureForm = ({ value, chosen = '', errors, captured, isPage }: FormProps) => (
  <LineForm
    id="capture-line"
    path="/capture"
    aria-label="Capture"
    reads={[captureId, 'line-kind']}
    head={
      <div class="entry-line">
        <LineField
          id={captureId}
          label="What is on your mind?"
          required
          placeholder="todo call the bank tomorrow high"
          value={value}
          errors={errors}
          data-autofocus
        />
        <EntryList id={captureId} />
      </div>
    }
    parts={<Parts id="captured" parts={captured?.parts} told={errors} />}
  >
    <Select label="What it is" unseenLabel name="kind" idPrefix="line" value={chosen} options={kindOptions} />
    <p class="hint">
      Begin with <span class="mono">todo</span>, <span class="mono">meet Ada tomorrow 14:00</span>,{' '}
      <span class="mono">action</span>, <span class="mono">feedback Ada: +</span>, <span class="mono">learned</span>,{' '}
      <span class="mono">energy 4 3</span>, <span class="mono">goal</span> or a time such as{' '}
      <span class="mono">25m</span>. <span class="mono">@</span> names the project of a task, meeting, learning or
      session, <span class="mono">#</span> a tag of feedback, a learning or a session, <span class="mono">!</span> the
      goal of a task or session, <span class="mono">%</span> the plan of a task, learning or session. Feedback is
      positive with <span class="mono">+</span> and constructive with <span class="mono">-</span>. End a task with{' '}
      <span class="mono">high</span>, <span class="mono">low</span> or <span class="mono">p1</span> to{' '}
      <span class="mono">p3</span> for its priority. Begin a learning with its type, as in{' '}
      <span class="mono">learned concept: joins</span>.
    </p>
    <Actions>
      <Does captured={captured} />
      {isPage ? (
        <Button formmethod="get">Preview</Button>
      ) : (
        <DialogClose hx-get="/capture" hx-target="#capture-line" hx-swap="outerHTML">
          Cancel
        </DialogClose>
      )}
    </Actions>
  </LineForm>
)

/** Adds anything without leaving the page. `c` opens it. */
export const CaptureDialog = fixed(() => (
  <Dialog id="capture" title="Capture">
    <CaptureForm />
  </Dialog>
))
