import { clockTime, duration, longDate } from '../../functions/lib/format'
import type { Goal } from '../../functions/sessions/entry/names'
import type { Understood } from '../../functions/sessions/entry/understand'
import { Badge } from '../ui/badge'
import { Chip, Chips, Entry, EntryField } from '../ui/entry'
import { ProjectMark } from '../ui/project-mark'
import type { Reader } from './row'
import { titleOf } from './words'

type UnderstoodProps = {
  understood?: Understood
  /** What a start would stop. */
  running?: { title: string } | null
  /** How many seconds of what would be logged are tracked already. */
  overlap?: number
  reader: Reader
  today: string
}

const at = (instant: number, { time_zone, clock }: Reader) => clockTime(instant, time_zone, clock)

const span = ({ started_at, ended_at }: { started_at: number; ended_at: number }, reader: Reader) =>
  `${at(started_at, reader)}–${at(ended_at, reader)}`

/** The longest title that the button names, in characters. */
const longest = 24

const short = (title: string) => {
  const letters = [...title]
  return letters.length > longest
    ? `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
    : title
}

/** What the button does now: `Log 35m, 11:30–12:05`, `Start`, `Start, and stop Methods`. */
const ButtonText = ({ understood, running, reader }: UnderstoodProps) => {
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
      Start{plan.started_at !== undefined && ` from ${at(plan.started_at, reader)}`}
      {running && (
        <>
          , and stop <bdi>{short(titleOf(running))}</bdi>
        </>
      )}
    </span>
  )
}

const ProjectChip = ({ project }: Pick<Understood, 'project'>) =>
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

const GoalChip = ({ goal }: { goal: Goal | null }) => {
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

const TimeChip = ({ understood, overlap = 0, reader, today }: UnderstoodProps & { understood: Understood }) => {
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
      <Chip label={day}>from {at(plan.started_at, reader)}</Chip>
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
const UnderstoodChips = (props: UnderstoodProps) => {
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
export const EntryUnderstood = (props: UnderstoodProps) => (
  <>
    <UnderstoodChips {...props} />
    <hx-partial hx-target="#entry-form .field" hx-swap="outerMorph">
      <EntryField {...wording} />
    </hx-partial>
    <hx-partial hx-target="#entry-form .entry-line button" hx-swap="innerHTML">
      <ButtonText {...props} />
    </hx-partial>
  </>
)

type EntryFormProps = UnderstoodProps & {
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
      <UnderstoodChips {...shown} />
    </div>
  </Entry>
)
