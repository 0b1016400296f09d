import type { Interpretation } from '../../functions/entry/interpret'
import { shortTitle, titleOf } from '../sessions/words'

/** `“reading”, 25m`, or `25m in new project “Thesis”` where the line creates one; ` with new tag #deep`. */
export const doneWords = (
  { project, newTags }: Pick<Interpretation, 'project' | 'newTags'>,
  session: { title: string },
  time?: string,
) => {
  const title = `“${shortTitle(titleOf(session))}”`
  const what =
    project?.kind === 'new'
      ? [time, `in new project “${shortTitle(project.name)}”`].filter(Boolean).join(' ')
      : [title, time].filter(Boolean).join(', ')
  return newTags.length === 0
    ? what
    : `${what} with new ${newTags.length === 1 ? 'tag' : 'tags'} #${newTags.join(', #')}`
}
