import { clockTime, duration, longDate } from '../../functions/lib/format'
import type { Understood } from '../../functions/sessions/entry/understand'
import { Chip, Chips, Entry } from '../ui/entry'
import { ProjectMark } from '../ui/project-mark'
import type { Reader } from './row'

type UnderstoodProps = { understood?: Understood; reader: Reader; today: string }

const span = ({ started_at, ended_at }: { started_at: number; ended_at: number }, { time_zone, clock }: Reader) =>
  `${clockTime(started_at, time_zone, clock)}–${clockTime(ended_at, time_zone, clock)}`

/** What the button does now: `Log 35m, 11:30–12:05`. */
const buttonText = ({ understood, reader }: UnderstoodProps) => {
  const times = understood?.times
  return times ? `Log ${duration(times.duration_seconds)}, ${span(times, reader)}` : 'Log'
}

/** What was understood of the line, chip by chip; dashed is what may still be given. */
const UnderstoodChips = ({ understood, reader, today }: UnderstoodProps) => (
  <Chips id="entry-understood">
    {understood && !understood.isEmpty && (
      <>
        <Chip label="title" open={!understood.title}>
          <bdi>{understood.title || 'none'}</bdi>
        </Chip>
        {understood.project ? (
          <Chip label={understood.project.isNew ? 'new project' : 'project'}>
            <ProjectMark color={understood.project.color} />
            <bdi>{understood.project.name}</bdi>
          </Chip>
        ) : (
          <Chip label="project" open>
            none
          </Chip>
        )}
        {understood.tags.map((tag) => (
          <Chip label="tag">
            <bdi>#{tag}</bdi>
          </Chip>
        ))}
        {understood.times ? (
          <Chip label={understood.date === today ? 'today' : longDate(understood.date, today)}>
            {span(understood.times, reader)}
          </Chip>
        ) : (
          <Chip label="time" open>
            25m or 9-10:30
          </Chip>
        )}
      </>
    )}
  </Chips>
)

/** What is answered while the line is typed: the chips and the button's words. */
export const EntryUnderstood = (props: UnderstoodProps) => (
  <>
    <UnderstoodChips {...props} />
    <hx-partial hx-target="#entry-form .entry-line button" hx-swap="innerHTML">
      {buttonText(props)}
    </hx-partial>
  </>
)

type EntryFormProps = {
  reader: Reader
  /** The present date of the person. */
  today: string
  value?: string
  errors?: string[]
  understood?: Understood
  /** Nothing else on the page is the next step. */
  primary?: boolean
}

/**
 * The one line that logs a session: `25m writing report @Thesis #deep`. Once logged, the body hears of it by the
 * event `sessions-changed`.
 */
export const EntryForm = ({ value, errors, primary = true, ...shown }: EntryFormProps) => (
  <Entry
    id="entry-form"
    action="/sessions/entry"
    label="Log a session"
    placeholder="25m writing report @Thesis #deep"
    value={value}
    errors={errors}
    button={buttonText(shown)}
    primary={primary}
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
