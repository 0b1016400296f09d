import type { Child, PropsWithChildren } from 'hono/jsx'
import type { CaptureKind } from '../../../functions/tasks/capture/line'
import { DoesWords } from '../../time/entry/entry'
import { captureId, EntryList, EntryMarks, LineField } from '../../time/entry/suggestions'
import { Button } from '../../ui/button'
import { LineForm, type Part, Parts } from '../../ui/line'

const kindNames: Record<CaptureKind, string> = {
  task: 'Task',
  meeting: 'Meeting',
  action: 'Task with people',
  feedback: 'Feedback',
  learning: 'Learning',
  energy: 'Check-in',
  goal: 'Goal',
  session: 'Session',
}

/** A line of a kind that says so itself. */
const examples: Record<CaptureKind, string> = {
  task: 'task call the bank tomorrow high',
  meeting: 'meeting Ada tomorrow 14:00',
  action: 'action send Ada the figures friday',
  feedback: 'feedback Ada: + clear slides',
  learning: 'learned concept: joins',
  energy: 'energy 4 3 after lunch',
  goal: 'goal Read 5h a week by 15 Jan',
  session: '25m reading',
}

const kindOptions = (kinds: CaptureKind[]) => [
  { value: '', label: 'Any kind' },
  ...kinds.map((kind) => ({ value: kind, label: kindNames[kind] })),
]

/** Chooses what the line is, where its words don’t say it. */
const Kinds = ({ kinds, chosen }: { kinds: CaptureKind[]; chosen?: CaptureKind }) => (
  <fieldset class="ranges" id="line-kind">
    <legend class="unseen">What it is</legend>
    {kindOptions(kinds).map(({ value, label }) => (
      <label>
        <input type="radio" name="kind" value={value} checked={value === (chosen ?? '')} />
        {label}
      </label>
    ))}
  </fieldset>
)

type PreviewProps = {
  /** The kinds that the form offers. */
  kinds: CaptureKind[]
  /** A line as it was understood; `does` says what Enter will do. */
  captured?: { kind: CaptureKind; parts: Part[]; does: Child }
  /** The kind of a line that has no words yet. */
  chosen?: CaptureKind
}

const Mono = ({ children }: PropsWithChildren) => <span class="mono">{children}</span>

/** How a line of a kind is written. */
const hints: Record<CaptureKind, Child> = {
  task: (
    <>
      <Mono>@</Mono> project, <Mono>!</Mono> goal, <Mono>%</Mono> plan. End with <Mono>high</Mono>, <Mono>low</Mono> or{' '}
      <Mono>p1</Mono> to <Mono>p3</Mono> for the priority.
    </>
  ),
  meeting: (
    <>
      People first: <Mono>meet Ada, Tom tomorrow 14:00 45m</Mono>. <Mono>@</Mono> project.
    </>
  ),
  action: (
    <>
      <Mono>action send Ada the figures friday high</Mono>, or what somebody does for you:{' '}
      <Mono>action Ada: book the room</Mono>.
    </>
  ),
  feedback: (
    <>
      <Mono>feedback Ada: + clear slides</Mono>. <Mono>+</Mono> positive, <Mono>-</Mono> constructive, <Mono>#</Mono>{' '}
      tag.
    </>
  ),
  learning: (
    <>
      Its type may come first: <Mono>learned concept: joins</Mono>. <Mono>@</Mono> project, <Mono>#</Mono> tag,{' '}
      <Mono>%</Mono> plan.
    </>
  ),
  energy: (
    <>
      Energy and engagement from 1 to 5, then a note: <Mono>energy 4 3 after lunch</Mono>.
    </>
  ),
  goal: (
    <>
      Time and a date may follow: <Mono>goal Read 5h a week by 15 Jan</Mono>.
    </>
  ),
  session: (
    <>
      <Mono>25m</Mono> or <Mono>9-10:30</Mono> logs past time. <EntryMarks />.
    </>
  ),
}

/** How a line of its kind is written; without one, how lines begin. */
const Hint = ({ captured, kinds, chosen }: PreviewProps) => {
  const kind = captured?.kind ?? chosen
  const [first, last] = [kinds[0] ?? 'goal', kinds.at(-1) ?? 'goal']
  return (
    <p class="hint" id="capture-hint">
      {kind ? (
        hints[kind]
      ) : (
        <>
          The first word says what it is: <Mono>{examples[first]}</Mono>
          {first !== last && (
            <>
              {' '}
              or <Mono>{examples[last]}</Mono>
            </>
          )}
        </>
      )}
    </p>
  )
}

/** The button that names what Enter will do. */
const Does = ({ captured }: Pick<PreviewProps, 'captured'>) => (
  <span id="capture-does">
    <input type="hidden" name="does" value={captured?.kind ?? ''} />
    <Button variant="primary">
      <DoesWords does={captured?.does ?? 'Add'} />
    </Button>
  </span>
)

/** Answers a line while it is typed: its parts and the button. */
export const CapturePreview = ({ captured, ...about }: PreviewProps) => (
  <>
    <Parts id="captured" parts={captured?.parts} />
    <hx-partial hx-target="#capture-does" hx-swap="outerMorph">
      <Does captured={captured} />
    </hx-partial>
    <hx-partial hx-target="#capture-hint" hx-swap="outerMorph">
      <Hint captured={captured} {...about} />
    </hx-partial>
  </>
)

type FormProps = PreviewProps & {
  value?: string
  /** Below the field, where no chip repeats them. */
  errors?: string[]
}

/** The line that makes a row of any kind, or logs a session. */
export const CaptureForm = ({ value, chosen, errors, captured, kinds }: FormProps) => (
  <LineForm
    id="capture-line"
    path="/capture"
    aria-label="Capture"
    reads={[captureId, 'line-kind']}
    head={
      <>
        <div class="entry-line">
          <LineField
            id={captureId}
            label="What is on your mind?"
            unseenLabel
            required
            placeholder="What is on your mind?"
            value={value}
            errors={errors}
            autofocus
            data-autofocus
          />
          <Does captured={captured} />
          <EntryList id={captureId} />
        </div>
        <Hint captured={captured} kinds={kinds} chosen={chosen} />
        <Kinds kinds={kinds} chosen={chosen} />
      </>
    }
    parts={<Parts id="captured" parts={captured?.parts} told={errors} />}
  >
    <Button formmethod="get" class="script-hide">
      Preview
    </Button>
  </LineForm>
)
