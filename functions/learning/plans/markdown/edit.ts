import { cleanTags } from '../../../lib/tags'
import { isSameJson } from '../../../lib/text/text'
import type { PlanStatus } from '../schema'
import { editFrontMatter } from './front-matter'
import { formatLines, insertLines, type MarkdownLine, replaceLines } from './lines'
import {
  type ChunkField,
  chunkFields,
  isGap,
  parseFieldLine,
  parseFieldList,
  type ReadChunk,
  type ReadPlan,
  readPlan,
} from './read'

/** Formats an instant (epoch ms) for plans: `2026-11-02T17:05:12Z`. */
export const formatPlanInstant = (now: number) =>
  new Date(Math.floor(now / 1000) * 1000).toISOString().replace('.000', '')

/** Formats a duration for plans: `90 minutes`, `2 hours`. */
const writtenDuration = (minutes: number) => {
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** Members of a chunk that a form or a program can change. `text` is the markdown that belongs to no field. */
export type ChunkValues = Pick<
  ReadChunk,
  'title' | 'status' | 'duration_minutes' | 'objectives' | 'resources' | 'deliverable' | 'text'
>

/** The lines written for a field; empty if it has no value. */
const fieldLines: { [F in ChunkField]: (values: ChunkValues) => string[] } = {
  Duration: ({ duration_minutes }) =>
    duration_minutes === null ? [] : [`**Duration**: ${writtenDuration(duration_minutes)}`],
  Status: ({ status }) => [`**Status**: ${status.replaceAll('_', '-')}`],
  Objectives: ({ objectives }) => listLines('Objectives', objectives),
  Resources: ({ resources }) => listLines('Resources', resources),
  Deliverable: ({ deliverable }) => (deliverable === '' ? [] : [`**Deliverable**: ${deliverable}`]),
}

const listLines = (field: ChunkField, items: string[]) =>
  items.length === 0 ? [] : [`**${field}**:`, ...items.map((item) => `- ${item}`)]

/** The lines of a chunk. Its text is placed at the end, or directly below its heading. */
export const chunkLines = (number: number, id: string, values: ChunkValues, textAt: 'end' | 'top' = 'end') => {
  const texts = values.text === '' ? [] : values.text.split('\n')
  return [
    `## Chunk ${number}: ${values.title} {#${id}}`,
    ...(textAt === 'top' ? [...texts, ''] : []),
    ...fieldLines.Duration(values),
    ...fieldLines.Status(values),
    ...fieldLines.Objectives(values),
    ...(values.resources.length > 0 ? ['', ...fieldLines.Resources(values)] : []),
    ...(values.deliverable === '' ? [] : ['', ...fieldLines.Deliverable(values)]),
    ...(textAt === 'end' && texts.length > 0 ? ['', ...texts] : []),
  ]
}

const boxSigns = { not_started: ' ', in_progress: '/', completed: 'x', skipped: '-' }

/** Writes a status into the checkbox of a chunk's heading. */
const setBox = (lines: MarkdownLine[], { from, box }: ReadChunk, status: ChunkValues['status']) =>
  lines.map((line, index) =>
    index === from && box ? { ...line, text: line.text.replace(box, `[${boxSigns[status]}]`) } : line,
  )

const setField = (before: MarkdownLine[], chunk: ReadChunk, field: ChunkField, values: ChunkValues): MarkdownLine[] => {
  const lines = field === 'Status' ? setBox(before, chunk, values.status) : before
  if (field === 'Status' && chunk.box && !chunk.fields.Status) return lines
  const texts = fieldLines[field](values)
  const at = chunk.fields[field]
  if (!at) {
    // Places a new field after the nearest field that usually precedes it.
    const above = chunkFields.slice(0, chunkFields.indexOf(field)).findLast((one) => chunk.fields[one])
    const [, place = chunk.body] = (above && chunk.fields[above]) ?? []
    // Otherwise a list that follows would be parsed as part of the field.
    const joins = texts.length > 1 && parseFieldList(lines, place, chunk.to).items.length > 0
    return insertLines(lines, joins ? chunkEnd(lines, chunk) : place, joins ? ['', ...texts] : texts)
  }
  const [only = ''] = texts
  if (texts.length !== 1 || at[1] !== at[0] + 1) return replaceLines(lines, at, texts)
  // Keeps the markup and spaces around the value.
  const [start = '', after = ''] = parseFieldLine(lines[at[0]]?.text ?? '')?.around ?? []
  const value = only.slice(only.indexOf(': ') + 2)
  return replaceLines(lines, at, [`${start}${/\s$/.test(start) ? '' : ' '}${value}${after}`])
}

/** Writes parsed values back into the fields at these line indices. */
const setFields = ({ lines, chunks }: ReadPlan, indices: Set<number>): MarkdownLine[] =>
  chunks
    .flatMap((chunk) => chunkFields.map((field) => ({ chunk, field, at: chunk.fields[field]?.[0] ?? -1 })))
    .filter(({ at }) => indices.has(at))
    .toSorted((a, b) => b.at - a.at)
    .reduce((current, { chunk, field }) => setField(current, chunk, field, chunk), lines)

/** Replaces the title of a chunk, unless it spans several lines or differs from the parsed title. */
const setTitle = (lines: MarkdownLine[], { from, title: before }: ReadChunk, title: string) =>
  lines.map((line, index) => {
    const at = index === from ? line.text.lastIndexOf(before, line.text.lastIndexOf('{')) : -1
    return at < 0 ? line : { ...line, text: line.text.slice(0, at) + title + line.text.slice(at + before.length) }
  })

/** The index after the chunk's last line, without the gap after the chunk. */
export const chunkEnd = (lines: MarkdownLine[], { body, to }: ReadChunk) => {
  let end = to
  while (end > body && isGap(lines[end - 1]?.text ?? '')) end -= 1
  return end
}

/** Blank lines within a text that have no field between them. */
const blankBetween = (lines: MarkdownLine[], textLines: number[]) =>
  textLines.flatMap((line, at) => {
    const next = textLines[at + 1] ?? line
    const between = Array.from({ length: Math.max(0, next - line - 1) }, (_, index) => line + 1 + index)
    return between.every((index) => isGap(lines[index]?.text ?? ''))
      ? between.filter((index) => lines[index]?.text.trim() === '')
      : []
  })

/** Places the text at the old text's position, else at the chunk's end; or directly below its heading. */
const setText = (lines: MarkdownLine[], chunk: ReadChunk, text: string, place: 'usual' | 'top'): MarkdownLine[] => {
  const { textLines, body } = chunk
  const texts = text === '' ? [] : text.split('\n')
  const [first] = textLines
  if (first !== undefined && (place === 'usual' || texts.length === 0)) {
    const replacedLines = new Set([...textLines, ...blankBetween(lines, textLines)])
    const kept = lines.filter((_, index) => index <= first || !replacedLines.has(index))
    return replaceLines(kept, [first, first + 1], texts)
  }
  if (place === 'usual') return insertLines(lines, chunkEnd(lines, chunk), ['', ...texts])
  const kept = lines.filter((_, index) => !textLines.includes(index))
  return insertLines(kept, body, [...texts, ''])
}

const fieldOf = {
  duration_minutes: 'Duration',
  status: 'Status',
  objectives: 'Objectives',
  resources: 'Resources',
  deliverable: 'Deliverable',
} as const

/** Members whose new value differs from the chunk's. */
export const changesOf = (before: ChunkValues, values: Partial<ChunkValues>): Partial<ChunkValues> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => !isSameJson(value, Object.entries(before).find(([one]) => one === name)?.[1]),
    ),
  )

const chunkOf = (plan: ReadPlan, id: string) => plan.chunks.find((one) => one.id === id)

/** The document with `updated` at `now` (epoch ms). */
export const withUpdatedAt = (lines: MarkdownLine[], now: number) =>
  formatLines(editFrontMatter(lines, { updated: formatPlanInstant(now) }))

const chunkIn = (lines: MarkdownLine[], id: string) => {
  const plan = readPlan(formatLines(lines))
  return 'errors' in plan ? undefined : chunkOf(plan, id)
}

/** The document with changed fields; null if it no longer parses. */
const withFields = ({ lines }: ReadPlan, id: string, changes: Partial<ChunkValues>, values: ChunkValues) =>
  (Object.entries(fieldOf) as [keyof typeof fieldOf, ChunkField][])
    .filter(([member]) => member in changes)
    .reduce<MarkdownLine[] | null>((current, [member, field]) => {
      const chunk = current && chunkIn(current, id)
      if (!current || !chunk) return null
      const isSet = chunk.fields[field] && isSameJson(chunk[member], values[member])
      return isSet ? current : setField(current, chunk, field, values)
    }, lines)

/** Candidate documents with a chunk's new values, smallest change first. Some do not parse back as intended. */
function* written(plan: ReadPlan, before: ReadChunk, changes: Partial<ChunkValues>, values: ChunkValues) {
  const { id, number, from } = before
  const lines = withFields(plan, id, changes, values)
  const chunk = lines && chunkIn(lines, id)
  if (lines && chunk) {
    const titled = values.title === before.title ? lines : setTitle(lines, chunk, values.title)
    if (values.text === before.text) yield titled
    else for (const place of ['usual', 'top'] as const) yield setText(titled, chunk, values.text, place)
  }
  for (const place of ['end', 'top'] as const) {
    yield replaceLines(plan.lines, [from, chunkEnd(plan.lines, before)], chunkLines(number, id, values, place))
  }
}

/** True if a document parses back as intended: the chunk has these values, all other chunks are unchanged. */
const isWritten = (plan: ReadPlan, lines: MarkdownLine[], id: string, values: ChunkValues) => {
  const after = readPlan(formatLines(lines))
  if ('errors' in after) return false
  const wanted = plan.chunks.map((one) => [one.id, valuesOf(one.id === id ? { ...one, ...values } : one)])
  return isSameJson(
    after.chunks.map((one) => [one.id, valuesOf(one)]),
    wanted,
  )
}

/**
 * Writes changed members of a chunk, and `updated` in the front matter; all other bytes are unchanged.
 * @returns the document; null if the chunk does not exist; `garbled` if a new text would parse as something else,
 * because it contains a chunk heading, a field or an open code block
 * @param now epoch ms
 */
export const editChunk = (
  plan: ReadPlan,
  id: string,
  changes: Partial<ChunkValues>,
  now: number,
): string | null | 'garbled' => {
  const before = chunkOf(plan, id)
  if (!before) return null
  const values: ChunkValues = { ...before, ...changes }
  for (const lines of written(plan, before, changes, values)) {
    if (isWritten(plan, lines, id, values)) return withUpdatedAt(lines, now)
  }
  return 'garbled'
}

export const valuesOf = ({ title, status, duration_minutes, text, ...rest }: ChunkValues) => {
  const { objectives, resources, deliverable } = rest
  return { title, status, duration_minutes, objectives, resources, deliverable, text }
}

/** Name of the first member whose new text would parse as something else. @param now epoch ms */
export const garbledMember = (read: ReadPlan, id: string, changes: Partial<ChunkValues>, now: number) =>
  Object.keys(changes).find((name) => {
    const one = Object.fromEntries(Object.entries(changes).filter(([other]) => other === name))
    return editChunk(read, id, one, now) === 'garbled'
  }) ?? ''

/** Members of a plan stored in its front matter. */
export type HeadValues = { title: string; status: PlanStatus; tags: string[]; total_hours: number | null }

/**
 * Writes changed members of the front matter, and `updated`; all other bytes are unchanged. Returns the same document
 * if nothing changes.
 * @returns the document; `garbled` if the edited front matter would parse as something else
 * @param now epoch ms
 */
export const editHead = ({ lines, head, chunks }: ReadPlan, given: Partial<HeadValues>, now: number) => {
  const values = { ...given, ...(given.tags && { tags: cleanTags(given.tags) }) }
  const isChanged = (member: keyof HeadValues) =>
    values[member] !== undefined && !isSameJson(values[member], head[member])
  const { title, status, tags, total_hours } = values
  const edits = {
    ...(isChanged('title') && { title }),
    ...(isChanged('status') && { status: status?.replaceAll('_', '-') }),
    ...(isChanged('total_hours') && { total_hours: total_hours === null ? null : String(total_hours) }),
    ...(isChanged('tags') && { tags }),
  }
  if (Object.keys(edits).length === 0) return formatLines(lines)
  const text = formatLines(editFrontMatter(lines, { ...edits, updated: formatPlanInstant(now) }))
  const after = readPlan(text)
  if ('errors' in after) return 'garbled'
  const { updated: _, ...read } = after.head
  const { updated: __, ...wanted } = { ...head, ...values }
  const ids = (of: ReadPlan['chunks']) => of.map(({ id }) => id)
  return isSameJson(read, wanted) && isSameJson(ids(after.chunks), ids(chunks)) ? text : 'garbled'
}

/**
 * Resolves warnings by writing the parsed values: "not-started" for an unknown status, no duration or hours if
 * unreadable. All other bytes are unchanged.
 * @returns the document; `garbled` if it would parse differently
 * @param now epoch ms
 */
export const resolveWarnings = (plan: ReadPlan, now: number) => {
  const { head, chunks, warnings } = plan
  const start = chunks[0]?.from ?? plan.lines.length
  const warned = warnings.filter(({ line }) => line <= start).map(({ line }) => plan.lines[line - 1]?.text ?? '')
  const lines = editFrontMatter(setFields(plan, new Set(warnings.map(({ line }) => line - 1))), {
    ...(warned.some((text) => text.includes('status')) && { status: head.status.replaceAll('_', '-') }),
    ...(warned.some((text) => text.includes('total_hours')) && { total_hours: null }),
  })
  const after = readPlan(formatLines(lines))
  if ('errors' in after || after.warnings.length > 0) return 'garbled'
  const meaning = (of: ReadPlan) => [of.head, of.chunks.map((one) => [one.id, valuesOf(one)])]
  return isSameJson(meaning(after), meaning(plan)) ? withUpdatedAt(lines, now) : 'garbled'
}
