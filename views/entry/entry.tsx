import type { Interpretation } from '../../functions/entry/interpret'
import type { EntryGoal } from '../../functions/entry/names'
import { duration, longDate } from '../../functions/lib/format'
import { isolated } from '../../functions/lib/text'
import { Badge } from '../ui/badge'
import { Chip, Chips, Entry } from '../ui/entry'
import { ProjectMark } from '../ui/project-mark'
import { ButtonText, clockAt, createdName, type PreviewProps, span } from './button'
import { EntryChoices } from './choices'
import { EntryList, EntryMarks, LineField } from './suggestions'

const ProjectChip = ({ project, general }: Pick<Interpretation, 'project'> & Pick<PreviewProps, 'general'>) => {
  if (!project) {
    return (
      <Chip label="project" open={!general?.isNew}>
        {general ? `${general.name}${general.isNew ? ' (new)' : ''}` : 'none'}
      </Chip>
    )
  }
  if (project.kind !== 'own') {
    return <Chip label="new project">{`“${isolated(project.name)}”`}</Chip>
  }
  return (
    <Chip label="project">
      <ProjectMark color={project.color} />
      <bdi>{project.name}</bdi>
      {project.client && (
        <span class="grey">
          <bdi>{project.client}</bdi>
        </span>
      )}
      {project.isArchived && <Badge>archived</Badge>}
    </Chip>
  )
}

type WrongProps = { label: string; error?: string; told?: string[] }

const WrongChip = ({ label, error = '', told }: WrongProps) =>
  told?.includes(error) ? null : (
    <Chip label={label} wrong>
      <bdi>{error}</bdi>
    </Chip>
  )

const GoalChip = ({ goal, told }: { goal: EntryGoal | null; told?: string[] }) => {
  if (!goal) {
    return (
      <Chip label="goal" open>
        none
      </Chip>
    )
  }
  if ('error' in goal) return <WrongChip label="goal" error={goal.error} told={told} />
  return (
    <Chip label="goal">
      <bdi>{goal.title}</bdi>
    </Chip>
  )
}

type TimeProps = PreviewProps & {
  interpretation: Interpretation
  /** Errors below the field, which no chip repeats. */
  told?: string[]
}

const TimeChip = ({ interpretation, overlap = 0, reader, today, told }: TimeProps) => {
  const { plan, date, errors } = interpretation
  const day = date === today ? 'today' : longDate(date, today)
  if (!plan) return <WrongChip label="time" error={errors[0]} told={told} />
  if (plan.kind === 'start') {
    return plan.started_at === undefined ? (
      <Chip label="+ time" open>
        {' '}
        e.g. 25m{' '}
      </Chip>
    ) : (
      <Chip label={day}>from {clockAt(plan.started_at, reader)}</Chip>
    )
  }
  return (
    <>
      <Chip label={day}>{span(plan.times, reader)}</Chip>
      {interpretation.futureChoices.length > 0 && <Badge tone="warning">ends in the future</Badge>}
      {overlap > 0 && (
        <Badge tone="warning" icon="overlap">
          overlaps {duration(overlap)}
        </Badge>
      )}
    </>
  )
}

/** The interpretation, chip by chip; a dashed chip is optional. */
export const EntryParts = (props: TimeProps) => {
  const { interpretation, told } = props
  const { ofTask, ofPlan } = interpretation
  return (
    <>
      <Chip label="title" open={!interpretation.title}>
        <bdi>{interpretation.title || 'none'}</bdi>
      </Chip>
      <ProjectChip project={interpretation.project} general={props.general} />
      {interpretation.tags.map((tag) => (
        <Chip label={interpretation.newTags.includes(tag) ? 'new tag' : 'tag'}>
          <bdi>#{tag}</bdi>
        </Chip>
      ))}
      <TimeChip {...props} />
      <GoalChip goal={interpretation.goal} told={told} />
      {ofTask &&
        ('error' in ofTask ? (
          <WrongChip label="task" error={ofTask.error} told={told} />
        ) : (
          <Chip label="task">
            <bdi>{ofTask.title}</bdi>
          </Chip>
        ))}
      {ofPlan &&
        (ofPlan.error === undefined ? (
          <Chip label="plan">
            <bdi>{ofPlan.label}</bdi>
          </Chip>
        ) : (
          <WrongChip label="plan" error={ofPlan.error} told={told} />
        ))}
    </>
  )
}

const EntryChips = ({ interpretation, ...props }: PreviewProps & Pick<TimeProps, 'told'>) => (
  <Chips id="entry-understood">
    {interpretation && !interpretation.isEmpty && <EntryParts {...props} interpretation={interpretation} />}
    <input type="hidden" name="offered" value={createdName(interpretation?.project ?? null) ?? ''} />
  </Chips>
)

const wording = {
  id: 'entry',
  label: 'Log or start',
  placeholder: 'What are you working on?',
  unseenLabel: true,
} as const

/** Answer while the line is typed: chips, button text, and the field without earlier errors. */
export const EntryPreview = (props: PreviewProps) => (
  <>
    <EntryChips {...props} />
    <hx-partial hx-target="#entry-form .field" hx-swap="outerMorph">
      <LineField {...wording} />
    </hx-partial>
    <hx-partial hx-target="#entry-form .entry-line button" hx-swap="innerHTML">
      <ButtonText {...props} />
    </hx-partial>
  </>
)

type EntryFormProps = PreviewProps & {
  value?: string
  create?: string
  errors?: string[]
  /** Shows the buttons that answer what was refused. */
  offersChoices?: boolean
}

/**
 * Logs a session (`25m writing report @Thesis #deep`) or starts the timer (`writing report`). Triggers `sessions-changed`
 * and `timer-changed` on the body.
 */
export const EntryForm = ({ value, create, errors, offersChoices, ...shown }: EntryFormProps) => (
  <Entry
    id="entry-form"
    action="/sessions/entry"
    field={<LineField {...wording} value={value} errors={errors} />}
    list={<EntryList id="entry" create={create} />}
    button={<ButtonText {...shown} />}
    hint={
      <>
        <span class="phone-hide">
          Type a title to start the timer. Add <span class="mono">25m</span> or <span class="mono">9-10:30</span> to log
          past time.{' '}
        </span>
        <EntryMarks />
      </>
    }
    hx-post="/sessions/entry"
    hx-target="this"
    hx-swap="outerHTML"
    hx-include="#shown-to"
  >
    {offersChoices && <EntryChoices interpretation={shown.interpretation} reader={shown.reader} />}
    <div
      hx-get="/sessions/entry"
      hx-trigger="input changed delay:300ms from:#entry"
      hx-include="#entry, #entry-create"
      hx-target="#entry-understood"
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <EntryChips {...shown} told={errors} />
    </div>
  </Entry>
)
