import { completeDocument, firstHeading, hasFrontMatter } from '../../learning/plans/document'
import { newPlanText } from '../../learning/plans/markdown/blocks'
import { formatPlanInstant } from '../../learning/plans/markdown/edit'
import {
  editFrontMatter,
  type FrontMatterEdits,
  findFrontMatter,
  writtenStatus,
} from '../../learning/plans/markdown/front-matter'
import { type Fault, formatLines, linesOf } from '../../learning/plans/markdown/lines'
import { type ReadPlan, readPlan } from '../../learning/plans/markdown/read'
import { derivedColumns } from '../../learning/plans/put'
import { isSameJson } from '../../lib/text/text'
import type { PlanData } from '../sync/core/protocol'

/** Columns of a tracker's plan that are also in its document; null if unset. */
type Columns = { title: string | null; status: string | null; tags: string[] | null; total_hours: number | null }

/** A plan as sent by a tracker. `created_at` is epoch ms. */
type SentPlan = Columns & { content: string | null; created_at: number }

/** A plan's status for the tracker, as written in the document, even if unknown to us. */
export const trackerStatus = ({ content, status }: Pick<PlanData, 'content' | 'status'>) =>
  writtenStatus(content) ?? status

const columnsOf = (document: ReadPlan): Columns => {
  const { title, status, tags, total_hours } = derivedColumns(document).plan
  const content = formatLines(document.lines)
  return { title, status: trackerStatus({ content, status: status.replaceAll('_', '-') }), tags, total_hours }
}

const storedColumns = (stored: PlanData | null) => {
  const document = stored && readPlan(stored.content)
  return document && !('errors' in document) ? columnsOf(document) : null
}

/** Adds front matter to markdown: that of the stored document, else a new one. */
const withHead = (id: string, title: string, { content, created_at }: SentPlan, stored: PlanData | null) => {
  const block = stored && findFrontMatter(linesOf(stored.content))
  if (block && !('errors' in block)) return `${formatLines(block.lines.slice(0, block.close + 1))}\n${content ?? ''}`
  return newPlanText(id, title, [], formatPlanInstant(created_at), content || undefined)
}

const columns = ['title', 'status', 'tags', 'total_hours'] as const

const asSent = (faults: Fault[], offset: number) =>
  faults.map(({ line, message }) => ({ line: Math.max(1, line - offset), message }))

/**
 * Document of a plan from a tracker, and warnings for added and misunderstood parts. A column is written into the
 * document if it is missing there, or differs from the stored column: a tracker may edit only a column. Otherwise the
 * document wins.
 */
export const planContent = (
  id: string,
  sent: SentPlan,
  stored: PlanData | null,
): { content: string; warnings: Fault[] } => {
  const given = sent.content ?? stored?.content ?? ''
  const isBare = !hasFrontMatter(given)
  const lines = linesOf(given)
  const title = sent.title?.trim() || firstHeading(lines) || id
  const text = isBare ? withHead(id, title, sent, stored) : given
  const offset = linesOf(text).length - lines.length
  const { text: content, warnings: added, lineAt } = completeDocument(text, { id, title })
  const document = readPlan(content)
  if ('errors' in document) return { content, warnings: [] }
  const isNew = isBare && stored === null && sent.content
  const warnings = [
    ...(isNew ? [{ line: 1, message: `no front matter. The plan is called “${title}”.` }] : []),
    ...asSent([...added, ...document.warnings.map((one) => ({ ...one, line: lineAt(one.line) }))], offset),
  ]
  const block = findFrontMatter(document.lines)
  const [before, present] = [storedColumns(stored), columnsOf(document)]
  const isWritten = (column: (typeof columns)[number]) => {
    if (isSameJson(sent[column], present[column])) return false
    if (isBare) return sent[column] !== null || before !== null
    if (!('errors' in block) && !block.map.has(column)) return sent[column] !== null
    return before !== null && !isSameJson(sent[column], before[column])
  }
  const edits: FrontMatterEdits = {
    ...(sent.title?.trim() && isWritten('title') && { title: sent.title.trim() }),
    ...(sent.status && isWritten('status') && { status: sent.status }),
    ...(isWritten('tags') && { tags: sent.tags ?? [] }),
    ...(isWritten('total_hours') && { total_hours: sent.total_hours === null ? null : String(sent.total_hours) }),
  }
  return { content: formatLines(editFrontMatter(document.lines, edits)), warnings }
}
