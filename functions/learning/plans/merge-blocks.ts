import { alignedPairs } from '../../lib/text/line-differences'
import { formatLines, lineBreakOf, type MarkdownLine } from './markdown/lines'
import { chunkHeading, type ReadPlan, readPlan } from './markdown/read'
import { type ChunkUnits, type DocumentUnit, linesOfUnits, type PlanUnits, unitsOf } from './markdown/units'

/** A block that both sides changed differently. A deleted block has an empty text. */
type BlockConflict = { label: string; mine: string; theirs: string }

/** `text` contains my version of blocks in conflict. */
export type MergeResult = { text: string; conflicts: BlockConflict[] }

/** Lines with a key. `merge` merges their content if both sides changed it. */
type Block = DocumentUnit & { label: string; merge?: (base: Block | undefined, theirs: Block) => MergedLines }
type MergedLines = { lines: MarkdownLine[]; conflicts: BlockConflict[] }

const textOf = (lines: MarkdownLine[] | undefined) => lines?.map(({ text }) => text.replace(numberPlace, '')).join('\n')

const conflictOf = (
  label: string,
  mine: MarkdownLine[] | undefined,
  theirs: MarkdownLine[] | undefined,
): BlockConflict => ({
  label,
  mine: (textOf(mine) ?? '').trim(),
  theirs: (textOf(theirs) ?? '').trim(),
})

/** The merged order of a list's keys: that of the side that moved something. */
const orderOf = (base: Block[], mine: Block[], theirs: Block[]) => {
  const keys = (blocks: Block[]) => blocks.map(({ key }) => key)
  const common = (blocks: Block[], other: Block[]) => keys(blocks).filter((key) => keys(other).includes(key))
  const isMoved = common(mine, base).join('\n') !== common(base, mine).join('\n')
  const [first, second] = isMoved ? [mine, theirs] : [theirs, mine]
  const order = keys(first)
  let last = -1
  for (const key of keys(second)) {
    const at = order.indexOf(key)
    if (at < 0) order.splice(last + 1, 0, key)
    last = at < 0 ? last + 1 : at
  }
  return order
}

/** Merges one block. The block is null if it is deleted. */
const mergeBlock = (
  base?: Block,
  mine?: Block,
  theirs?: Block,
): { block: Block | null; conflicts: BlockConflict[] } => {
  const [was, own, other] = [textOf(base?.lines), textOf(mine?.lines), textOf(theirs?.lines)]
  if (own === other || other === was) return { block: mine ?? null, conflicts: [] }
  if (own === was) return { block: theirs ?? null, conflicts: [] }
  if (mine?.merge && theirs) {
    const { lines, conflicts } = mine.merge(base, theirs)
    return { block: { ...mine, lines }, conflicts }
  }
  const label = mine?.label ?? theirs?.label ?? ''
  return { block: mine ?? null, conflicts: [conflictOf(label, mine?.lines, theirs?.lines)] }
}

const mergeLists = (base: Block[], mine: Block[], theirs: Block[]) => {
  const find = (blocks: Block[], key: string) => blocks.find((block) => block.key === key)
  const merged = orderOf(base, mine, theirs).map((key) =>
    mergeBlock(find(base, key), find(mine, key), find(theirs, key)),
  )
  return {
    blocks: merged.flatMap(({ block }) => block ?? []),
    conflicts: merged.flatMap(({ conflicts }) => conflicts),
  }
}

/** Splits lines into paragraphs, each with the blank lines after it. */
const paragraphsOf = (lines: MarkdownLine[]) => {
  const paragraphs: MarkdownLine[][] = []
  let isOpen = false
  for (const line of lines) {
    const isBlank = line.text.trim() === ''
    if (isOpen && (isBlank || paragraphs.at(-1)?.at(-1)?.text.trim() !== '')) paragraphs.at(-1)?.push(line)
    else paragraphs.push([line])
    isOpen = true
  }
  return paragraphs
}

/** Appends paragraphs to others, with a blank line between. */
const append = (lines: MarkdownLine[], more: MarkdownLine[]) => {
  const [last, next] = [lines.at(-1), more[0]]
  if (last && next && last.text.trim() !== '' && next.text.trim() !== '') {
    lines.splice(-1, 1, { ...last, end: next.end || last.end }, { text: '', end: next.end || last.end })
  }
  lines.push(...more)
}

/**
 * Merges the paragraphs between those shared by all three texts. If both sides insert at one place, both insertions are
 * kept.
 */
const mergeTexts = (label: string, base: MarkdownLine[], mine: MarkdownLine[], theirs: MarkdownLine[]): MergedLines => {
  const [was, own, other] = [base, mine, theirs].map(paragraphsOf) as [
    MarkdownLine[][],
    MarkdownLine[][],
    MarkdownLine[][],
  ]
  const keys = (paragraphs: MarkdownLine[][]) => paragraphs.map((lines) => (textOf(lines) ?? '').trim())
  const [toMine, toTheirs] = [alignedPairs(keys(was), keys(own)), alignedPairs(keys(was), keys(other))]
  const merged: MergedLines = { lines: [], conflicts: [] }
  if (!toMine || !toTheirs) return { lines: mine, conflicts: [conflictOf(label, mine, theirs)] }
  const [mineAt, theirsAt] = [new Map(toMine), new Map(toTheirs)]
  const anchors = was.flatMap((_, index): [number, number, number][] => {
    const [a, b] = [mineAt.get(index), theirsAt.get(index)]
    return a === undefined || b === undefined ? [] : [[index, a, b]]
  })
  let [i, a, b] = [0, 0, 0]
  for (const [nextI, nextA, nextB] of [...anchors, [was.length, own.length, other.length] as const]) {
    const parts = [was.slice(i, nextI), own.slice(a, nextA), other.slice(b, nextB)].map((some) => some.flat())
    const [before = [], here = [], there = []] = parts
    const [wasText, mineText, theirText] = parts.map((lines) => textOf(lines)?.trim())
    if (mineText === theirText || theirText === wasText) append(merged.lines, here)
    else if (mineText === wasText) append(merged.lines, there)
    else {
      append(merged.lines, here)
      if (before.length === 0) append(merged.lines, there)
      else merged.conflicts.push(conflictOf(label, here, there))
    }
    append(merged.lines, own[nextA] ?? [])
    ;[i, a, b] = [nextI + 1, nextA + 1, nextB + 1]
  }
  return merged
}

const withText = (block: DocumentUnit & { label: string }): Block => ({
  ...block,
  merge: (base, theirs) => mergeTexts(block.label, base?.lines ?? [], block.lines, theirs.lines),
})

/** Returns the later of two instants; mine if one cannot be parsed. */
const laterOf = (mine: MarkdownLine[], theirs: MarkdownLine[]): MergedLines => {
  const at = (lines: MarkdownLine[]) => Date.parse(/:\s*["']?([^"'#]*)/.exec(lines[0]?.text ?? '')?.[1]?.trim() ?? '')
  return { lines: at(theirs) > at(mine) ? theirs : mine, conflicts: [] }
}

const headBlocks = ({ head }: PlanUnits): Block[] =>
  head.map((unit) => {
    const block = { ...unit, label: `Front matter: ${unit.key}` }
    return unit.key === 'updated' ? { ...block, merge: (_, theirs) => laterOf(unit.lines, theirs.lines) } : block
  })

/** Placeholder for the number of a chunk, which depends on its position. */
const numberPlace = '\0'

const headingLines = ({ heading }: ChunkUnits): MarkdownLine[] =>
  heading.map((line) => ({ ...line, text: line.text.replace(chunkHeading, `$1${numberPlace}`) }))

const partBlocks = (chunk: ChunkUnits): Block[] => [
  { key: 'heading', label: `${chunk.title}: title`, lines: headingLines(chunk) },
  ...chunk.parts.map((unit) =>
    unit.key.startsWith('text')
      ? withText({ ...unit, label: `${chunk.title}: text` })
      : { ...unit, label: `${chunk.title}: ${unit.key.toLowerCase()}` },
  ),
]

const chunkBlock = (chunk: ChunkUnits, others: ChunkUnits[][]): Block => ({
  key: chunk.id,
  label: chunk.title,
  lines: partBlocks(chunk).flatMap(({ lines }) => lines),
  merge: (base, theirs) => {
    const [was = [], there = []] = others.map((chunks, index) => {
      const wanted = index === 0 ? base : theirs
      const found = wanted && chunks.find(({ id }) => id === chunk.id)
      return found ? partBlocks(found) : []
    })
    const { blocks, conflicts } = mergeLists(was, partBlocks(chunk), there)
    return { lines: blocks.flatMap(({ lines }) => lines), conflicts }
  },
})

const gapBetween = (sides: PlanUnits[], end: MarkdownLine['end']): MarkdownLine[] => {
  const known = sides.flatMap(({ chunks }) => chunks.slice(0, -1).map(({ gap }) => gap)).find((gap) => gap.length > 0)
  return known ?? ['', '---', ''].map((text) => ({ text, end }))
}

/** Joins chunks, numbered in order and with gaps between them. */
const chunkLines = (blocks: Block[], sides: PlanUnits[], end: '\n' | '\r\n'): MarkdownLine[] => {
  const all = sides.flatMap(({ chunks }) => chunks.slice(0, -1))
  const usual = gapBetween(sides, end)
  const [start] = sides.flatMap(({ chunks }) => chunks[0] ?? [])
  const first = Number(/\d+$/.exec(chunkHeading.exec(start?.heading[0]?.text ?? '')?.[0] ?? '')?.[0] ?? 1)
  return blocks.flatMap(({ key, lines: [heading, ...rest] }, index) => {
    const numbered = heading && { ...heading, text: heading.text.replace(numberPlace, ` ${first + index}`) }
    const isLast = index === blocks.length - 1
    const gap = isLast ? (sides[0]?.chunks.at(-1)?.gap ?? []) : (all.find(({ id }) => id === key)?.gap ?? usual)
    return [...(numbered ? [numbered] : []), ...rest, ...gap]
  })
}

/** Ends every line with a line break; the last one only if my text does. */
const closed = (lines: MarkdownLine[], mine: ReadPlan): MarkdownLine[] => {
  const end = lineBreakOf(mine.lines)
  const all = lines.map((line) => (line.end === '' ? { ...line, end } : line))
  const last = all.at(-1)
  return last && mine.lines.at(-1)?.end === '' ? [...all.slice(0, -1), { ...last, end: '' }] : all
}

const isReadable = (plan: ReturnType<typeof readPlan>): plan is ReadPlan => !('errors' in plan)

/**
 * Merges two edits of a document block by block: keys of its front matter, fields of chunks by their ids, and
 * paragraphs. A block that both sides changed differently is a conflict. Without conflicts no edit is lost.
 */
export const mergeBlocks = (base: string, mine: string, theirs: string): MergeResult => {
  if (theirs === base || mine === theirs) return { text: mine, conflicts: [] }
  if (mine === base) return { text: theirs, conflicts: [] }
  const whole: MergeResult = { text: mine, conflicts: [{ label: 'Plan', mine, theirs }] }
  const read = [mine, base, theirs].map(readPlan).filter(isReadable)
  const [own, was, other] = read
  if (!own || !was || !other) return whole
  const [a, b, c] = [unitsOf(own), unitsOf(was), unitsOf(other)]
  const head = mergeLists(headBlocks(b), headBlocks(a), headBlocks(c))
  const introduction = mergeTexts('Introduction', b.introduction, a.introduction, c.introduction)
  const chunksOf = ({ chunks }: PlanUnits) => chunks.map((chunk) => chunkBlock(chunk, [b.chunks, c.chunks]))
  const chunks = mergeLists(chunksOf(b), chunksOf(a), chunksOf(c))
  const lines = [
    ...linesOfUnits({ ...a, head: head.blocks, introduction: introduction.lines, chunks: [] }),
    ...chunkLines(chunks.blocks, [a, c, b], lineBreakOf(own.lines)),
  ]
  const text = formatLines(closed(lines, own))
  const after = readPlan(text)
  const ids = isReadable(after) ? after.chunks.map(({ id }) => id) : []
  if (!isReadable(after) || ids.join() !== chunks.blocks.map(({ key }) => key).join()) return whole
  return { text, conflicts: [...head.conflicts, ...introduction.conflicts, ...chunks.conflicts] }
}
