import type { Interpretation } from '../../functions/entry/interpret'
import { projectLabel } from '../../functions/projects/words'
import { Actions, Button } from '../ui/button'

/** Buttons that send the line again with the project that was meant. */
export const EntryChoices = ({ interpretation }: { interpretation?: Interpretation }) => {
  const project = interpretation?.project
  if (project?.kind !== 'unknown') return null
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
