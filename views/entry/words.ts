import type { Interpretation } from '../../functions/entry/interpret'

/** ` Created project “Thesis” and tag #deep.`, or nothing. */
export const createdWords = ({ project, newTags }: Pick<Interpretation, 'project' | 'newTags'>) => {
  const created = [
    ...(project?.kind === 'new' ? [`project “${project.name}”`] : []),
    ...newTags.map((tag) => `tag #${tag}`),
  ]
  if (created.length === 0) return ''
  const last = created.length > 1 ? ` and ${created.at(-1)}` : ''
  return `. Created ${created.slice(0, Math.max(1, created.length - 1)).join(', ')}${last}.`
}
