import type { PlanStatus } from '../schema'
import { isSame, writtenInstant } from './edit'
import { editFrontMatter } from './front-matter'
import { joined } from './lines'
import { type ReadPlan, readPlan } from './read'

/** Members of a plan that its front matter holds. */
export type HeadValues = { title: string; status: PlanStatus; tags: string[]; total_hours: number | null }

/**
 * Writes the members of the front matter that change, and `updated`; all other bytes stay. The same document when
 * nothing changes.
 * @returns the document; `garbled` when the front matter is written in a way that would be read as something else
 * @param now epoch ms
 */
export const editHead = ({ lines, head, chunks }: ReadPlan, values: Partial<HeadValues>, now: number) => {
  const isChanged = (member: keyof HeadValues) => values[member] !== undefined && !isSame(values[member], head[member])
  const { title, status, tags, total_hours } = values
  const edits = {
    ...(isChanged('title') && { title }),
    ...(isChanged('status') && { status: status?.replaceAll('_', '-') }),
    ...(isChanged('total_hours') && { total_hours: total_hours === null ? null : String(total_hours) }),
    ...(isChanged('tags') && { tags }),
  }
  if (Object.keys(edits).length === 0) return joined(lines)
  const text = joined(editFrontMatter(lines, { ...edits, updated: writtenInstant(now) }))
  const after = readPlan(text)
  if ('errors' in after) return 'garbled'
  const { updated: _, ...read } = after.head
  const { updated: __, ...wanted } = { ...head, ...values }
  const ids = (of: ReadPlan['chunks']) => of.map(({ id }) => id)
  return isSame(read, wanted) && isSame(ids(after.chunks), ids(chunks)) ? text : 'garbled'
}
