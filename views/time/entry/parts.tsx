import { clockTime, duration, longDate } from '../../../functions/lib/text/format'
import { isolateDirection } from '../../../functions/lib/text/text'
import { errorParts, foundPart, linePart, openPart, tagParts } from '../../../functions/line/parts'
import type { Interpretation } from '../../../functions/time/entry/interpret'
import { sessionTitle, shortTitle, type TitledSession } from '../../../functions/time/sessions/title'
import { timesWords } from '../../../functions/time/sessions/words'
import { Badge } from '../../ui/button'
import { ProjectMark } from '../../ui/icon'
import type { LinePart } from '../../ui/line'
import type { SessionReader } from '../sessions/row'
import { createdName } from './choices'

export type PreviewProps = {
  interpretation?: Interpretation
  /** The timer that starting would stop. */
  running?: TitledSession | null
  /** Seconds of the new session that are already tracked. */
  overlap?: number
  /** Project of the context for time without a project. */
  general?: { name: string; isNew: boolean } | null
  reader: SessionReader
  today: string
}

const clockAt = (instant: number, { time_zone, clock }: SessionReader) => clockTime(instant, time_zone, clock)

/**
 * Label such as `Log 35m, 11:30–12:05`, `Plan 1h, 9:00–10:00`, `Start`, `Start, and stop Methods` or `Log 25m and
 * create “Thesis”`.
 */
export const ButtonText = ({ interpretation, running, reader }: PreviewProps) => {
  if (!interpretation) {
    return (
      <span>
        Start<span class="script:hidden"> or log</span>
      </span>
    )
  }
  const { plan, wants, project, isAhead } = interpretation
  if (!plan) return <>{wants === 'start' ? 'Start' : 'Log'}</>
  const created = createdName(project)
  const creates = created !== null && (
    <>
      {' '}
      and create “<bdi>{shortTitle(created)}</bdi>”
    </>
  )
  if (plan.kind === 'log') {
    return (
      <span>
        {isAhead ? 'Plan' : 'Log'}
        <span class="max-lg:not-in-[#calendar-new]:hidden">
          {' '}
          {duration(plan.times.duration_seconds)}
          {creates || `, ${timesWords(plan.times, reader)}`}
        </span>
      </span>
    )
  }
  return (
    <span>
      Start{plan.started_at !== undefined && ` at ${clockAt(plan.started_at, reader)}`}
      <span class="max-lg:hidden">
        {creates}
        {!creates && running && (
          <>
            , and stop <bdi>{shortTitle(sessionTitle(running))}</bdi>
          </>
        )}
      </span>
    </span>
  )
}

const projectParts = (project: Interpretation['project'], general: PreviewProps['general']): LinePart[] => {
  if (!project) {
    if (general?.isNew) return linePart('project', `${general.name} (new)`)
    return openPart('project', general?.name ?? 'none')
  }
  if (project.kind !== 'own') return linePart('new project', `“${isolateDirection(project.name)}”`)
  const { name, color, client, isArchived } = project
  const after = (
    <>
      {client && (
        <span class="grey">
          <bdi>{client}</bdi>
        </span>
      )}
      {isArchived && <Badge>archived</Badge>}
    </>
  )
  return [{ label: 'project', text: name, before: <ProjectMark color={color} />, after }]
}

type Understood = PreviewProps & { interpretation: Interpretation }

const timeParts = ({ interpretation, overlap = 0, reader, today }: Understood): LinePart[] => {
  const { plan, date, errors, futureChoices } = interpretation
  const day = date === today ? 'today' : longDate(date, today)
  if (!plan) return errorParts('time', errors.slice(0, 1))
  if (plan.kind === 'start') {
    const from = plan.started_at === undefined ? [] : linePart(day, `from ${clockAt(plan.started_at, reader)}`)
    if (plan.focus !== undefined) return [...from, ...linePart('starts a focus of', duration(plan.focus))]
    return from.length > 0 ? from : openPart('+ time', 'e.g. 25m')
  }
  const after = (
    <>
      {futureChoices.length > 0 && <Badge tone="warning">ends in the future</Badge>}
      {overlap > 0 && (
        <Badge tone="warning" icon="overlap">
          overlaps {duration(overlap)}
        </Badge>
      )}
    </>
  )
  if (interpretation.endsNow)
    return [{ label: 'Logs', text: `${duration(plan.times.duration_seconds)} until now`, after }]
  return [{ label: day, text: timesWords(plan.times, reader), after }]
}

/** Parts of a line for a session. */
export const entryParts = (props: Understood): LinePart[] => {
  const { title, project, tags, newTags, goal, ofTask, ofPlan, isEmpty } = props.interpretation
  if (isEmpty) return []
  return [
    ...(title ? linePart('title', title) : openPart('title', 'none')),
    ...projectParts(project, props.general),
    ...tags.flatMap((tag) => (newTags.includes(tag) ? linePart('new tag', `#${tag}`) : tagParts([tag]))),
    ...timeParts(props),
    ...(goal ? foundPart('goal', goal) : openPart('goal', 'none')),
    ...foundPart('task', ofTask),
    ...foundPart('plan', ofPlan),
  ]
}
