import type { Interpretation } from '../../functions/entry/interpret'
import type { EntryGoal } from '../../functions/entry/names'
import { clockTime, duration, longDate } from '../../functions/lib/format'
import type { Reader } from '../sessions/row'
import { titleOf } from '../sessions/words'
import { Badge } from '../ui/badge'
import { Chip, Chips, Entry, EntryField } from '../ui/entry'
import { ProjectMark } from '../ui/project-mark'

type PreviewProps = {
  understood?: Interpretation
  /** What a start would stop. */
  running?: { title: string } | null
  /** How many seconds of what would be logged are tracked already. */
  overlap?: number
  reader: Reader
  today: string
}

const clockAt = (instant: number, { time_zone, clock }: Reader) => clockTime(instant, time_zone, clock)

const span = ({ started_at, ended_at }: { started_at: number; ended_at: number }, reader: Reader) =>
  `${clockAt(started_at, reader)}–${clockAt(ended_at, reader)}`

/** The longest title that the button names, in characters. */
const buttonTitleLimit = 24

const shortTitle = (title: string) => {
  const letters = [...title]
  return letters.length > buttonTitleLimit
    ? `${letters
        .slice(0, buttonTitleLimit - 1)
        .join('')
        .trimEnd()}…`
    : title
}

/** What the button does now: `Log 35m, 11:30–12:05`, `Start`, `Start, and stop Methods`. */
const ButtonText = ({ understood, running, reader }: PreviewProps) => {
  if (!understood) {
    return (
      <span>
        Start<span class="script-hide"> or log</span>
      </span>
    )
  }
  const { plan, wants } = understood
  if (!plan) return <>{wants === 'start' ? 'Start' : 'Log'}</>
  if (plan.kind === 'log') {
    return (
      <>
        Log {duration(plan.times.duration_seconds)}, {span(plan.times, reader)}
      </>
    )
  }
  return (
    <span>
      Start{plan.started_at !== undefined && ` from ${clockAt(plan.started_at, reader)}`}
      {running && (
        <>
          , and stop <bdi>{shortTitle(titleOf(running))}</bdi>
        </>
      )}
    </span>
  )
}

const ProjectChip = ({ project }: Pick<Interpretation, 'project'>) =>
  project ? (
    <Chip label={project.isNew ? 'new project' : 'project'}>
      <ProjectMark color={project.color} />
      <bdi>{project.name}</bdi>
      {project.client && (
        <span class="grey">
          <bdi>{project.client}</bdi>
        </span>
      )}
    </Chip>
  ) : (
    <Chip label="project" open>
      none
    </Chip>
  )

const GoalChip = ({ goal }: { goal: EntryGoal | null }) => {
  if (!goal) {
    return (
      <Chip label="goal" open>
        none
      </Chip>
    )
  }
  return (
    <Chip label="goal" wrong={'error' in goal}>
      <bdi>{'error' in goal ? goal.error : goal.title}</bdi>
    </Chip>
  )
}

const TimeChip = ({ understood, overlap = 0, reader, today }: PreviewProps & { understood: Interpretation }) => {
  const { plan, date, errors } = understood
  const day = date === today ? 'today' : longDate(date, today)
  if (!plan) {
    return (
      <Chip label="time" wrong>
        {errors[0]}
      </Chip>
    )
  }
  if (plan.kind === 'start') {
    return plan.started_at === undefined ? (
      <Chip label="time" open>
        25m or 9-10:30
      </Chip>
    ) : (
      <Chip label={day}>from {clockAt(plan.started_at, reader)}</Chip>
    )
  }
  return (
    <>
      <Chip label={day}>{span(plan.times, reader)}</Chip>
      {overlap > 0 && (
        <Badge tone="warning" icon="overlap">
          overlaps {duration(overlap)}
        </Badge>
      )}
    </>
  )
}

/** What was understood of the line, chip by chip; dashed is what may still be given. */
const EntryChips = (props: PreviewProps) => {
  const { understood } = props
  return (
    <Chips id="entry-understood">
      {understood && !understood.isEmpty && (
        <>
          <Chip label="title" open={!understood.title}>
            <bdi>{understood.title || 'none'}</bdi>
          </Chip>
          <ProjectChip project={understood.project} />
          {understood.tags.map((tag) => (
            <Chip label="tag">
              <bdi>#{tag}</bdi>
            </Chip>
          ))}
          <TimeChip {...props} understood={understood} />
          <GoalChip goal={understood.goal} />
        </>
      )}
    </Chips>
  )
}

const wording = { label: 'Log or start', placeholder: 'What are you working on?' }

/** What is answered while the line is typed: the chips, the button's words, and the line without what was wrong before. */
export const EntryPreview = (props: PreviewProps) => (
  <>
    <EntryChips {...props} />
    <hx-partial hx-target="#entry-form .field" hx-swap="outerMorph">
      <EntryField {...wording} />
    </hx-partial>
    <hx-partial hx-target="#entry-form .entry-line button" hx-swap="innerHTML">
      <ButtonText {...props} />
    </hx-partial>
  </>
)

type EntryFormProps = PreviewProps & {
  /** The present date of the person. */
  today: string
  value?: string
  errors?: string[]
  /** Nothing else on the page is the next step. */
  primary?: boolean
  /** Say what can be written, where nothing is yet. */
  hint?: boolean
}

/**
 * The one line that logs a session or starts the timer: `25m writing report @Thesis #deep`, `writing report`. Once done,
 * the body hears of it by the events `sessions-changed` and `timer-changed`.
 */
export const EntryForm = ({ value, errors, primary = true, hint, ...shown }: EntryFormProps) => (
  <Entry
    id="entry-form"
    action="/sessions/entry"
    {...wording}
    value={value}
    errors={errors}
    button={<ButtonText {...shown} />}
    primary={primary}
    hint={
      hint && (
        <>
          Try <span class="mono">25m writing report @Thesis #deep</span> to log, or a title alone to start the timer.
        </>
      )
    }
    hx-post="/sessions/entry"
    hx-target="this"
    hx-swap="outerHTML"
    hx-include="#shown-to"
  >
    <div
      hx-get="/sessions/entry"
      hx-trigger="input changed delay:300ms from:#entry"
      hx-include="#entry"
      hx-target="#entry-understood"
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <EntryChips {...shown} />
    </div>
  </Entry>
)
