import type { PlanStatus } from '../schema'
import { isSame, setFields, touched, valuesOf, writtenInstant } from './edit'
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

/**
 * Writes what was read where a warning stands: "not-started" for an unknown status, no duration and no hours for
 * unreadable ones. All other bytes stay.
 * @returns the document; `garbled` when it would be read as something else
 * @param now epoch ms
 */
export const acceptReading = (plan: ReadPlan, now: number) => {
  const { head, chunks, warnings } = plan
  const start = chunks[0]?.from ?? plan.lines.length
  const warned = warnings.filter(({ line }) => line <= start).map(({ line }) => plan.lines[line - 1]?.text ?? '')
  const lines = editFrontMatter(setFields(plan, new Set(warnings.map(({ line }) => line - 1))), {
    ...(warned.some((text) => text.includes('status')) && { status: head.status.replaceAll('_', '-') }),
    ...(warned.some((text) => text.includes('total_hours')) && { total_hours: null }),
  })
  const after = readPlan(joined(lines))
  if ('errors' in after || after.warnings.length > 0) return 'garbled'
  const meaning = (of: ReadPlan) => [of.head, of.chunks.map((one) => [one.id, valuesOf(one)])]
  return isSame(meaning(after), meaning(plan)) ? touched(lines, now) : 'garbled'
}
