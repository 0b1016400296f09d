import { formatLines, lineBreakOf, linesOf, type MarkdownLine, withLineEnds } from '../markdown/lines'
import { type ReadPlan, readPlan } from '../markdown/read'
import { type ChunkUnits, type DocumentUnit, linesOfUnits, unitsOf } from '../markdown/units'

/** Keys of the front matter that each person has separately. */
const personal = ['id', 'status', 'tags']

/** Keys that do not belong to the shared text. */
const unshared = [...personal, 'updated']

const unitOf = (units: DocumentUnit[], key: string) => units.find((unit) => unit.key === key)

/** The text that all people who share a plan have in common: without progress and tags. */
export const sharedText = (plan: ReadPlan) => {
  const { head, chunks, ...rest } = unitsOf(plan)
  const lines = linesOfUnits({
    ...rest,
    head: head.filter(({ key }) => key === 'id' || !unshared.includes(key)),
    chunks: chunks.map((chunk) => ({ ...chunk, parts: chunk.parts.filter(({ key }) => key !== 'Status') })),
  })
  return formatLines(withLineEnds(lines, lineBreakOf(plan.lines)))
}

/** Replaces the unit with the key, or inserts it after the key `after`, else at the start; null removes it. */
const put = (units: DocumentUnit[], key: string, unit: DocumentUnit | null, after: string) => {
  const rest = units.filter((one) => one.key !== key)
  if (!unit) return rest
  const at = units.findIndex((one) => one.key === key)
  const place = at >= 0 ? at : rest.findIndex((one) => one.key === after) + 1
  return rest.toSpliced(place, 0, unit)
}

const unit = (key: string, text: string): DocumentUnit => ({ key, lines: linesOf(`${text}\n`) })

const withStatus = (chunk: ChunkUnits, own: ChunkUnits | undefined): ChunkUnits => {
  const status = (own && unitOf(own.parts, 'Status')) ?? null
  const isNew = own === undefined && unitOf(chunk.parts, 'Status') !== undefined
  const shown = isNew ? unit('Status', '**Status**: not-started') : status
  return { ...chunk, parts: put(chunk.parts, 'Status', shown, 'Duration') }
}

/**
 * Text of a shared plan for one person, with their id, progress and tags.
 * @param own their current text; a new copy has only an id, takes the text's tags and starts without progress
 */
export const personalText = (plan: ReadPlan, own: ReadPlan | { id: string }): string => {
  const { head, chunks, ...rest } = unitsOf(plan)
  const mine = 'lines' in own ? unitsOf(own) : null
  const ownHead = mine?.head ?? [
    unit('id', `id: ${'id' in own ? own.id : ''}`),
    ...(unitOf(head, 'status') ? [unit('status', 'status: not-started')] : []),
    ...head.filter(({ key }) => key === 'tags'),
  ]
  const last = head.filter(({ key }) => !personal.includes(key)).at(-1)?.key ?? ''
  const lines = linesOfUnits({
    ...rest,
    head: personal.reduce((units, key) => put(units, key, unitOf(ownHead, key) ?? null, last), head),
    chunks: chunks.map((chunk) =>
      withStatus(
        chunk,
        mine?.chunks.find(({ id }) => id === chunk.id),
      ),
    ),
  })
  return formatLines(withBreaksOf(lines, plan.lines))
}

/** Changes the line breaks of lines to the document's, unless the document already contains the lines. */
const withBreaksOf = (lines: MarkdownLine[], document: MarkdownLine[]): MarkdownLine[] => {
  const end = lineBreakOf(document)
  const known = new Set(document)
  const closed = lines.map((line) => (known.has(line) && line.end !== '' ? line : { ...line, end }))
  const last = closed.at(-1)
  return last && document.at(-1)?.end === '' ? [...closed.slice(0, -1), { ...last, end: '' }] : closed
}

/** Parses a text derived from a valid one. */
export const parseDerived = (text: string): ReadPlan => {
  const plan = readPlan(text)
  if ('errors' in plan) throw new Error('a text of a shared plan is unreadable')
  return plan
}
