import type { Interpretation } from '../../functions/entry/interpret'
import type { FutureChoice } from '../../functions/entry/plan'
import { clockTime } from '../../functions/lib/format'
import { projectLabel } from '../../functions/projects/words'
import type { Reader } from '../sessions/row'
import { Actions, Button } from '../ui/button'

type ChoicesProps = { interpretation?: Interpretation; reader?: Reader }

const futureWords = ({ answer, times }: FutureChoice, { time_zone, clock }: Reader) => {
  const [from, to] = [times.started_at, times.ended_at].map((at) => clockTime(at, time_zone, clock))
  if (answer === 'now') return `Log until now, ${from}–${to}`
  return answer === 'yesterday' ? `Log yesterday, ${from}–${to}` : `Log as planned, ${from}–${to}`
}

/** Buttons that send the line again with the answer to what was refused. */
export const EntryChoices = ({ interpretation, reader }: ChoicesProps) => {
  const project = interpretation?.project
  const future = interpretation?.futureChoices ?? []
  if (project?.kind !== 'unknown') {
    if (future.length === 0 || !reader) return null
    return (
      <Actions>
        {future.map((choice) => (
          <Button name="future" value={choice.answer}>
            {futureWords(choice, reader)}
          </Button>
        ))}
      </Actions>
    )
  }
  return (
    <Actions>
      {project.similar.map((one) => (
        <Button name="project_id" value={one.id}>
          <span>
            Use <bdi>{projectLabel(one)}</bdi>
          </span>
        </Button>
      ))}
      {project.creatable.map((name) => (
        <Button name="create" value={name}>
          <span>
            Create “<bdi>{name}</bdi>”
          </span>
        </Button>
      ))}
    </Actions>
  )
}
