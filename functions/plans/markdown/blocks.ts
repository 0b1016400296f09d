import { type ChunkValues, chunkLines, touched, valuesOf } from './edit'
import { closedLines, type Line, lineBreakOf, linesOf } from './lines'
import { isGap, type ReadChunk, type ReadPlan } from './read'

/** A chunk's own lines, and the blank lines and separators after it, which stay at their place when chunks move. */
type Block = { id: string; body: Line[]; gap: Line[] }

const blockOf = (lines: Line[], { id, from, to }: ReadChunk): Block => {
  let end = to
  while (end > from + 1 && isGap(lines[end - 1]?.text ?? '')) end -= 1
  return { id, body: lines.slice(from, end), gap: lines.slice(end, to) }
}

const isSequential = ({ chunks: [first, ...rest] }: ReadPlan) =>
  first !== undefined && rest.every(({ number }, index) => number === first.number + index + 1)

const renumbered = ([heading, ...rest]: Line[], number: number): Line[] =>
  heading ? [{ ...heading, text: heading.text.replace(/^## Chunk\s+\d+/, `## Chunk ${number}`) }, ...rest] : rest

/** Puts blocks together. Numbers stay in order; a document that ended without a line break still does. */
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
  const whole = closedLines(all, end)
  const last = whole.at(-1)
  return touched(isOpen && last ? [...whole.slice(0, -1), { ...last, end: '' }] : whole, now)
}

const blocksOf = ({ lines, chunks }: ReadPlan) => chunks.map((chunk) => blockOf(lines, chunk))

/** Puts chunks into another order. Null unless `ids` are those of all chunks. @param now epoch ms */
export const orderChunks = (plan: ReadPlan, ids: string[], now: number): string | null => {
  const blocks = blocksOf(plan)
  const byId = new Map(blocks.map((block) => [block.id, block]))
  if (ids.length !== blocks.length || new Set(ids).size !== ids.length) return null
  const moved = ids.flatMap((id, index) => {
    const block = byId.get(id)
    return block ? [{ ...block, gap: blocks[index]?.gap ?? [] }] : []
  })
  return moved.length === ids.length ? withBlocks(plan, moved, now) : null
}

/** `chunk-007`: an id that no chunk has, above those of the same form. */
export const newChunkId = ({ chunks }: ReadPlan) => {
  const numbers = chunks.map(({ id }) => Number(/^chunk-(\d{1,6})$/.exec(id)?.[1] ?? 0))
  return `chunk-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`
}

/** The gap that a plan has between its chunks; a separator where it has none. */
const usualGap = ({ lines }: ReadPlan, blocks: Block[]): Line[] => {
  const end = lineBreakOf(lines)
  const known = blocks.slice(0, -1).at(-1)?.gap
  return known && known.length > 0 ? closedLines(known, end) : ['', '---', ''].map((text): Line => ({ text, end }))
}

const linesOfNew = (plan: ReadPlan, id: string, values: ChunkValues): Line[] =>
  linesOf(chunkLines(1, id, values).join(lineBreakOf(plan.lines)) + lineBreakOf(plan.lines))

/** Adds a chunk after another, or at the end. Null where that is not there. @param now epoch ms */
export const addChunk = (
  plan: ReadPlan,
  id: string,
  values: ChunkValues,
  after: string | null,
  now: number,
): string | null => {
  const blocks = blocksOf(plan)
  const end = lineBreakOf(plan.lines)
  const at = after === null ? blocks.length - 1 : blocks.findIndex((block) => block.id === after)
  if (after !== null && at < 0) return null
  const body = linesOfNew(plan, id, values)
  const before = blocks[at]
  if (!before) {
    const isApart = isGap(plan.lines.at(-1)?.text ?? '')
    const blank: Line[] = isApart ? [] : [{ text: '', end }]
    const lines = [...closedLines(plan.lines, end), ...blank]
    return withBlocks({ ...plan, lines }, [{ id, body, gap: [] }], now)
  }
  const gap = usualGap(plan, blocks)
  const isLast = at === blocks.length - 1
  const added = isLast ? { id, body, gap: before.gap } : { id, body, gap: before.gap }
  return withBlocks(plan, [...blocks.slice(0, at), { ...before, gap }, added, ...blocks.slice(at + 1)], now)
}

/** Deletes a chunk with its text. Null without such a chunk. @param now epoch ms */
export const deleteChunk = (plan: ReadPlan, id: string, now: number): string | null => {
  const blocks = blocksOf(plan)
  const at = blocks.findIndex((block) => block.id === id)
  if (at < 0) return null
  // The gap before the last chunk would end the document with a separator.
  const kept = blocks.flatMap((block, index) => {
    if (index === at) return []
    return at === blocks.length - 1 && index === at - 1 ? [{ ...block, gap: blocks[at]?.gap ?? [] }] : [block]
  })
  return withBlocks(plan, kept, now)
}

/** Replaces chunks that follow one another by others. */
const replaceChunks = (plan: ReadPlan, ids: string[], by: [id: string, values: ChunkValues][], now: number): string => {
  const blocks = blocksOf(plan)
  const at = blocks.findIndex(({ id }) => id === ids[0])
  const gap = blocks[at + ids.length - 1]?.gap ?? []
  const made = by.map(([id, values], index) => ({
    id,
    body: linesOfNew(plan, id, values),
    gap: index === by.length - 1 ? gap : usualGap(plan, blocks),
  }))
  return withBlocks(plan, [...blocks.slice(0, at), ...made, ...blocks.slice(at + ids.length)], now)
}

/** Members of a chunk that go into a new one when it is split. */
export type SplitOff = Pick<ChunkValues, 'title' | 'duration_minutes' | 'objectives' | 'resources'>

/**
 * Splits a chunk: some of its objectives and resources go into a new one after it, which is not started. Its duration
 * is less by that of the new one. Null without such a chunk. @param now epoch ms
 */
export const splitChunk = (plan: ReadPlan, id: string, newId: string, off: SplitOff, now: number): string | null => {
  const chunk = plan.chunks.find((one) => one.id === id)
  if (!chunk) return null
  const { duration_minutes: minutes } = chunk
  const left = minutes !== null && off.duration_minutes !== null ? minutes - off.duration_minutes : minutes
  const stays = (items: string[], gone: string[]) => items.filter((item) => !gone.includes(item))
  const kept: ChunkValues = {
    ...valuesOf(chunk),
    duration_minutes: left === null || left > 0 ? left : minutes,
    objectives: stays(chunk.objectives, off.objectives),
    resources: stays(chunk.resources, off.resources),
  }
  const made: ChunkValues = { ...off, status: 'not_started', deliverable: '', text: '' }
  return replaceChunks(
    plan,
    [id],
    [
      [id, kept],
      [newId, made],
    ],
    now,
  )
}

const mergedStatus = (a: ChunkValues['status'], b: ChunkValues['status']) => {
  if (a === b || b === 'skipped') return a
  return a === 'skipped' ? b : 'in_progress'
}

/** Merges a chunk with the one after it, which goes. Null without both. @param now epoch ms */
export const mergeChunk = (plan: ReadPlan, id: string, now: number): { text: string; gone: string } | null => {
  const at = plan.chunks.findIndex((one) => one.id === id)
  const [one, next] = [plan.chunks[at], plan.chunks[at + 1]]
  if (at < 0 || !one || !next) return null
  const minutes = (one.duration_minutes ?? 0) + (next.duration_minutes ?? 0)
  const both = (a: string, b: string, between: string) => [a, b].filter((text) => text !== '').join(between)
  const merged: ChunkValues = {
    title: one.title,
    status: mergedStatus(one.status, next.status),
    duration_minutes: minutes === 0 ? null : minutes,
    objectives: [...one.objectives, ...next.objectives],
    resources: [...one.resources, ...next.resources],
    deliverable: both(one.deliverable, next.deliverable, '; '),
    text: both(one.text, next.text, '\n\n'),
  }
  return { text: replaceChunks(plan, [id, next.id], [[id, merged]], now), gone: next.id }
}

/** A new plan's markdown: front matter, then `body`, or its title where it has none yet. */
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
