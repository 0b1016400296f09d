import type { Child } from 'hono/jsx'
import type { CaptureKind } from '../../../functions/data/capture/first-words'
import type { NewestRow } from '../../../functions/data/capture/newest'
import { kindEntry, kindPage } from '../../../functions/lib/kinds'
import { shortDateText } from '../../../functions/lib/text/format'
import { ActionLabel } from '../../time/entry/entry'
import { captureId, EntryList, LineField } from '../../time/entry/suggestions'
import { Button } from '../../ui/button'
import { Icon, ProjectName } from '../../ui/icon'
import { Row } from '../../ui/item'
import { AnswerButtons, CreateProject, LineForm, type LinePart, LineParts } from '../../ui/line'
import { RowList, RowTitle, Section } from '../../ui/section'

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

/** For each kind: an example line that begins with the kind's word, and the marks that a line may have. */
const lines: Record<CaptureKind, [example: string, more: string]> = {
  task: ['task call the bank tomorrow at 9:30', '@ project, # tag, ! goal, % plan'],
  meeting: ['meet Ada, Tom tomorrow 14:00 45m', 'People first. @ project'],
  action: ['action send Ada the figures friday', 'action Ada: book the room is what somebody does for you'],
  feedback: ['feedback Ada: + clear slides', '+ positive, - constructive, # tag'],
  learning: ['learned concept: joins', '@ project, # tag, % plan'],
  energy: ['energy 4 3 after lunch', 'Energy and engagement from 1 to 5, then a note'],
  goal: ['goal Read 5h a week by 15 Jan', 'You can add hours and a date'],
  session: ['25m reading', '9-10:30 works, too. @ project, # tag, ! goal, % plan, ^ task'],
}

/** Radio buttons for the kind of a line that does not begin with the kind's word. */
const Kinds = ({ kinds, chosen }: { kinds: CaptureKind[]; chosen?: CaptureKind }) => (
  <fieldset
    class="strip max-sm:grid max-sm:grid-cols-3 max-sm:gap-2 max-sm:overflow-visible max-sm:mask-none"
    id="line-kind"
  >
    <legend class="sr-only">Kind</legend>
    {(['', ...kinds] as const).map((kind) => (
      <label class="strip-item max-sm:not-has-checked:border-line max-sm:px-1 max-sm:text-center max-sm:leading-tight">
        <input class="absolute opacity-0" type="radio" name="kind" value={kind} checked={kind === (chosen ?? '')} />
        {kind ? kindNames[kind] : 'Detect automatically'}
      </label>
    ))}
  </fieldset>
)

type PreviewProps = {
  /** The kinds that the form offers. */
  kinds: CaptureKind[]
  /** The parsed line; `does` is the effect of Enter. */
  captured?: { kind: CaptureKind; parts: LinePart[]; does: Child; creatable?: string; canStand?: boolean }
  /** Selected kind while the line is empty. */
  chosen?: CaptureKind
}

const Example = ({ kind }: { kind: CaptureKind }) => <span class="mono whitespace-nowrap">{lines[kind][0]}</span>

/** Syntax of a line of this kind, or how lines begin if there is no kind yet. */
const Hint = ({ captured, kinds, chosen }: PreviewProps) => {
  const kind = captured?.kind ?? chosen
  const [first, last] = [kinds[0] ?? 'goal', kinds.at(-1) ?? 'goal']
  return (
    <p class="hint" id="capture-hint">
      {kind ? 'e.g.' : 'Start with a word to choose the kind:'} <Example kind={kind ?? first} />
      {kind && `. ${lines[kind][1]}`}
      {!kind && first !== last && (
        <>
          {' '}
          or <Example kind={last} />
        </>
      )}
    </p>
  )
}

/** Button that says what Enter will do. */
const Does = ({ captured }: Pick<PreviewProps, 'captured'>) => (
  <span id="capture-does">
    <input type="hidden" name="does" value={captured?.kind ?? ''} />
    <Button variant="primary">
      <ActionLabel does={captured?.does ?? 'Add'} />
    </Button>
  </span>
)

/** Response while a line is typed: its parts and the button. */
export const CapturePreview = ({ captured, ...about }: PreviewProps) => (
  <>
    <LineParts id="captured" parts={captured?.parts} />
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
  /** Errors below the field, unless a chip shows them. */
  errors?: string[]
}

/** Why the palette does not add a line, with a link to the page that can. */
export const PaletteQuestion = ({ errors = [], page }: { errors?: string[]; page: string }) => (
  <>
    {errors.join(' ')}{' '}
    <a class="link" href={page}>
      Open it in Capture
    </a>
  </>
)

/** Form with a line that adds a row of any kind, or logs a session. */
export const CaptureForm = ({ value, chosen, errors, captured, kinds }: FormProps) => (
  <LineForm
    id="capture-line"
    inPage
    class="gap-3"
    path="/capture"
    aria-label="Capture"
    reads={[captureId, 'line-kind']}
    head={
      <>
        <div class="entry-line relative">
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
        <CreateProject name={errors && captured?.creatable} asked={value} />
        {errors && captured?.canStand && (
          <AnswerButtons asked={value}>
            <Button name="as_it_stands" value="1">
              Add it anyway
            </Button>
          </AnswerButtons>
        )}
        <Kinds kinds={kinds} chosen={chosen} />
      </>
    }
    parts={
      <>
        <Hint captured={captured} kinds={kinds} chosen={chosen} />
        <LineParts id="captured" parts={captured?.parts} told={errors} />
      </>
    }
  >
    <Button formmethod="get" class="script:hidden">
      Preview
    </Button>
  </LineForm>
)

/** True for a row in the future; learnings and feedback are in the past. */
const isAhead = ({ kind, date }: NewestRow, today: string) =>
  kind !== 'learning' && kind !== 'feedback' && date !== null && date >= today

/** The latest rows, however they were added. */
export const LatestRows = ({ rows, today }: { rows: NewestRow[]; today: string }) => (
  <div
    id="lately"
    hx-get="/capture"
    hx-trigger="rows-changed from:body, tasks-changed from:body, goal-changed from:body"
    hx-select="#lately"
    hx-target="this"
    hx-swap="outerMorph"
  >
    {rows.length > 0 && (
      <Section id="latest" title="Recently added">
        <RowList
          ordered
          rows={rows}
          item={(row) => (
            <Row
              mark={<Icon name={kindEntry(row.kind).icon} />}
              title={<RowTitle href={kindPage({ ...row, parent_id: null })} name={row.title} />}
              facts={[
                kindEntry(row.kind).one.toLowerCase(),
                row.date && `${isAhead(row, today) ? 'for ' : ''}${shortDateText(row.date, today)}`,
                row.project_name && <ProjectName name={row.project_name} color={row.color} />,
              ]}
            />
          )}
        />
      </Section>
    )}
  </div>
)
