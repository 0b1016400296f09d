import { clockTime, duration } from '../../../functions/lib/text/format'
import { isolateDirection } from '../../../functions/lib/text/text'
import { projectLabel } from '../../../functions/line/names'
import type { Interpretation } from '../../../functions/time/entry/interpret'
import type { EntryPlan, FutureChoice } from '../../../functions/time/entry/plan'
import { Button } from '../../ui/button'
import { AnswerButtons } from '../../ui/line'
import type { SessionReader } from '../sessions/row'

/** Names the effect of a line: `log 25m`, `start`. */
const actText = (plan: EntryPlan) => (plan.kind === 'log' ? `log ${duration(plan.times.duration_seconds)}` : 'start')

/** Name of the project that the line creates; undefined if a similar project requires a choice first. */
export const createdName = (project?: Interpretation['project']) =>
  project?.kind === 'new' || (project?.kind === 'unknown' && project.similar.length === 0) ? project.name : null

type ChoicesProps = { asked?: string; interpretation?: Interpretation; reader?: SessionReader }

const futureWords = ({ answer, times }: FutureChoice, { time_zone, clock }: SessionReader) => {
  const [from, to] = [times.started_at, times.ended_at].map((at) => clockTime(at, time_zone, clock))
  if (answer === 'now') return `Log until now, ${from}–${to}`
  return answer === 'yesterday' ? `Log yesterday, ${from}–${to}` : `Plan ${from}–${to}`
}

/** Buttons that submit a refused line again with a choice: which project, or on which day a future end is. */
export const EntryChoices = ({ asked, interpretation, reader }: ChoicesProps) => {
  const project = interpretation?.project
  const future = interpretation?.futureChoices ?? []
  if (project?.kind !== 'unknown') {
    if (future.length === 0 || !reader) return null
    return (
      <AnswerButtons asked={asked}>
        {future.map((choice) => (
          <Button name="future" value={choice.answer}>
            {futureWords(choice, reader)}
          </Button>
        ))}
      </AnswerButtons>
    )
  }
  const creatable = project.creatable.filter((name) => name !== createdName(project))
  return (
    <AnswerButtons asked={asked}>
      {creatable.map((name) => (
        <Button name="create" value={name}>
          <span>
            Create {name === project.name ? 'it' : `“${isolateDirection(name)}”`} and{' '}
            {interpretation?.plan ? actText(interpretation.plan) : 'go on'}
          </span>
        </Button>
      ))}
      {project.similar.map((one) => (
        <Button name="project_id" value={one.id}>
          <span>
            Use <bdi>{projectLabel(one)}</bdi>
          </span>
        </Button>
      ))}
    </AnswerButtons>
  )
}
