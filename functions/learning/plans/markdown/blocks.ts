import { isSameJson } from '../../../lib/text/text'
import { type ChunkValues, changesOf, chunkEnd, chunkLines, editChunk, valuesOf, withUpdatedAt } from './edit'
import { lineBreakOf, linesOf, type MarkdownLine, withLineEnds } from './lines'
import { chunkHeading, isGap, type ReadChunk, type ReadPlan, readPlan } from './read'

/** Markdown after an edit; null if the chunk does not exist, `garbled` if it would parse as something else. */
type Edited = string | null | 'garbled'

/** A chunk's own lines, and the blank lines and separators after it. The latter keep their place if chunks move. */
type Block = { id: string; body: MarkdownLine[]; gap: MarkdownLine[] }

const blockOf = (lines: MarkdownLine[], chunk: ReadChunk): Block => {
  const end = chunkEnd(lines, chunk)
  return { id: chunk.id, body: lines.slice(chunk.from, end), gap: lines.slice(end, chunk.to) }
}

const isSequential = ({ chunks: [first, ...rest] }: ReadPlan) =>
  first !== undefined && rest.every(({ number }, index) => number === first.number + index + 1)

const renumbered = ([heading, ...rest]: MarkdownLine[], number: number): MarkdownLine[] =>
  heading ? [{ ...heading, text: heading.text.replace(chunkHeading, `$1 ${number}`) }, ...rest] : rest

/** Joins blocks. Chunk numbers stay in order; a document without a final line break stays without one. */
const withBlocks = (plan: ReadPlan, blocks: Block[], now: number): string => {
  const { lines, chunks } = plan
  const end = lineBreakOf(lines)
  const numbers = chunks.map(({ number }) => number)
  const first = numbers[0] ?? 1
  const numberAt = (index: number) =>
    isSequential(plan) ? first + index : (numbers[index] ?? Math.max(0, ...numbers) + index - numbers.length + 1)
  const isMoved = blocks.length !== chunks.length || blocks.some(({ id }, index) => id !== chunks[index]?.id)
  const parts = blocks.flatMap(({ body, gap }, index) => [
    ...(isMoved ? renumbered(body, numberAt(index)) : body),
    ...gap,
  ])
  const all = [...lines.slice(0, chunks[0]?.from ?? lines.length), ...parts]
  const isOpen = lines.at(-1)?.end === ''
  const whole = withLineEnds(all, end)
  const last = whole.at(-1)
  return withUpdatedAt(isOpen && last ? [...whole.slice(0, -1), { ...last, end: '' }] : whole, now)
}

const blocksOf = ({ lines, chunks }: ReadPlan) => chunks.map((chunk) => blockOf(lines, chunk))

type Chunks = [id: string, values: ChunkValues][]

const chunksOf = ({ chunks }: Pick<ReadPlan, 'chunks'>): Chunks => chunks.map((one) => [one.id, valuesOf(one)])

/** The first candidate that parses to the expected chunks. An unclosed code block may hide later chunks. */
const readingAs = (expected: Chunks, documents: string[]) =>
  documents.find((text) => {
    const after = readPlan(text)
    return !('errors' in after) && isSameJson(chunksOf(after), expected)
  }) ?? 'garbled'

/** Reorders chunks. Null unless `ids` contains exactly the ids of all chunks. @param now epoch ms */
export const orderChunks = (plan: ReadPlan, ids: string[], now: number): Edited => {
  const blocks = blocksOf(plan)
  const byId = new Map(blocks.map((block) => [block.id, block]))
  if (ids.length !== blocks.length || new Set(ids).size !== ids.length) return null
  const moved = ids.flatMap((id, index) => {
    const block = byId.get(id)
    return block ? [{ ...block, gap: blocks[index]?.gap ?? [] }] : []
  })
  if (moved.length < ids.length) return null
  const values = new Map(chunksOf(plan))
  const expected = ids.flatMap((id): Chunks => {
    const one = values.get(id)
    return one ? [[id, one]] : []
  })
  return readingAs(expected, [withBlocks(plan, moved, now)])
}

/** A new id after the highest numbered one: `chunk-007`. */
export const newChunkId = ({ chunks }: ReadPlan) => {
  const numbers = chunks.map(({ id }) => Number(/^chunk-(\d{1,6})$/.exec(id)?.[1] ?? 0))
  return `chunk-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`
}

/** The gap that the plan uses between its chunks; by default a separator. */
const usualGap = ({ lines }: ReadPlan, blocks: Block[]): MarkdownLine[] => {
  const end = lineBreakOf(lines)
  const known = blocks.slice(0, -1).at(-1)?.gap
  return known && known.length > 0
    ? withLineEnds(known, end)
    : ['', '---', ''].map((text): MarkdownLine => ({ text, end }))
}

const linesOfNew = ({ lines }: ReadPlan, id: string, values: ChunkValues, textAt: 'end' | 'top'): MarkdownLine[] =>
  linesOf(chunkLines(1, id, values, textAt).join(lineBreakOf(lines)) + lineBreakOf(lines))

const withNew = (plan: ReadPlan, id: string, body: MarkdownLine[], at: number, now: number): string => {
  const blocks = blocksOf(plan)
  const end = lineBreakOf(plan.lines)
  const before = blocks[at]
  if (!before) {
    const isApart = isGap(plan.lines.at(-1)?.text ?? '')
    const blank: MarkdownLine[] = isApart ? [] : [{ text: '', end }]
    const lines = [...withLineEnds(plan.lines, end), ...blank]
    return withBlocks({ ...plan, lines }, [{ id, body, gap: [] }], now)
  }
  const added = { id, body, gap: before.gap }
  const gap = usualGap(plan, blocks)
  return withBlocks(plan, [...blocks.slice(0, at), { ...before, gap }, added, ...blocks.slice(at + 1)], now)
}

/** Adds a chunk after another, or at the end. Null if the other does not exist. @param now epoch ms */
export const addChunk = (
  plan: ReadPlan,
  id: string,
  values: ChunkValues,
  after: string | null,
  now: number,
): Edited => {
  const { chunks } = plan
  const at = after === null ? chunks.length - 1 : chunks.findIndex((chunk) => chunk.id === after)
  if (after !== null && at < 0) return null
  const expected = chunksOf(plan).toSpliced(at + 1, 0, [id, valuesOf(values)])
  const places = ['end', 'top'] as const
  return readingAs(
    expected,
    places.map((textAt) => withNew(plan, id, linesOfNew(plan, id, values, textAt), at, now)),
  )
}

/** Deletes a chunk with its text. Null if it does not exist. @param now epoch ms */
export const deleteChunk = (plan: ReadPlan, id: string, now: number): string | null => {
  const blocks = blocksOf(plan)
  const at = blocks.findIndex((block) => block.id === id)
  if (at < 0) return null
  // Drops the gap before a last chunk, which would end the document with a separator.
  const kept = blocks.flatMap((block, index) => {
    if (index === at) return []
    return at === blocks.length - 1 && index === at - 1 ? [{ ...block, gap: blocks[at]?.gap ?? [] }] : [block]
  })
  return withBlocks(plan, kept, now)
}

/** Members of a chunk that move to the new chunk in a split. */
type SplitOff = Pick<ChunkValues, 'title' | 'duration_minutes' | 'objectives' | 'resources'>

/** Applies a second edit to the result of a first one. */
const then = (text: Edited, edit: (plan: ReadPlan) => Edited): Edited => {
  const plan = text === null || text === 'garbled' ? null : readPlan(text)
  if (plan === null) return text
  return 'errors' in plan ? 'garbled' : edit(plan)
}

/**
 * Splits a chunk: moves some objectives and resources to a new, not started chunk after it, and subtracts the new
 * chunk's duration. Null if the chunk does not exist.
 * @param now epoch ms
 */
export const splitChunk = (plan: ReadPlan, id: string, newId: string, off: SplitOff, now: number): Edited => {
  const chunk = plan.chunks.find((one) => one.id === id)
  if (!chunk) return null
  const { duration_minutes: minutes } = chunk
  const left = minutes !== null && off.duration_minutes !== null ? minutes - off.duration_minutes : minutes
  const stays = (items: string[], gone: string[]) => items.filter((item) => !gone.includes(item))
  const kept = {
    duration_minutes: left === null || left > 0 ? left : minutes,
    objectives: stays(chunk.objectives, off.objectives),
    resources: stays(chunk.resources, off.resources),
  }
  const made: ChunkValues = { ...off, status: 'not_started', deliverable: '', text: '' }
  return then(editChunk(plan, id, changesOf(chunk, kept), now), (edited) => addChunk(edited, newId, made, id, now))
}

const mergedStatus = (a: ChunkValues['status'], b: ChunkValues['status']) => {
  if (a === b || b === 'skipped') return a
  return a === 'skipped' ? b : 'in_progress'
}

/** Merges a chunk with the next one, which is removed. Null unless both exist. @param now epoch ms */
export const mergeChunk = (plan: ReadPlan, id: string, now: number): { text: string; gone: string } | null => {
  const at = plan.chunks.findIndex((one) => one.id === id)
  const [one, next] = [plan.chunks[at], plan.chunks[at + 1]]
  if (at < 0 || !one || !next) return null
  const minutes = (one.duration_minutes ?? 0) + (next.duration_minutes ?? 0)
  const both = (a: string, b: string, between: string) => [a, b].filter((text) => text !== '').join(between)
  const merged = {
    status: mergedStatus(one.status, next.status),
    duration_minutes: minutes === 0 ? null : minutes,
    objectives: [...one.objectives, ...next.objectives],
    resources: [...one.resources, ...next.resources],
    deliverable: both(one.deliverable, next.deliverable, '; '),
    text: both(one.text, next.text, '\n\n'),
  }
  // The removed chunk may end in an unclosed code block, so it is removed before its text is added.
  const text = then(deleteChunk(plan, next.id, now), (left) => editChunk(left, id, changesOf(one, merged), now))
  return text === null ? null : { text, gone: next.id }
}

/** Markdown of a new plan: front matter, then `body`, which by default is a heading with the title. */
export const newPlanText = (id: string, title: string, tags: string[], created: string, body = `# ${title}\n`) =>
  [
    '---',
    `id: ${id}`,
    `title: ${JSON.stringify(title)}`,
    `created: ${created}`,
    `updated: ${created}`,
    'status: not-started',
    ...(tags.length > 0 ? [`tags: ${JSON.stringify(tags)}`] : []),
    '---',
    '',
    body,
  ].join('\n')
