import { isNode, isScalar, isSeq, parseDocument } from 'yaml'
import { cleanTags } from '../../../lib/tags'
import { isSameJson } from '../../../lib/text/text'
import { formatPlanInstant } from './edit'
import { editFrontMatter, findFrontMatter } from './front-matter'
import { formatLines, linesOf, type MarkdownLine } from './lines'
import { type ReadPlan, readPlan } from './read'

/** Lines that an edit replaced, from an index on. `is` has at least one line. */
type Hunk = { line: number; was: string; is: string }

const differs = (one: MarkdownLine | undefined, other: MarkdownLine | undefined) =>
  one?.text !== other?.text || one?.end !== other?.end

const hunkOf = (before: MarkdownLine[], after: MarkdownLine[]): Hunk => {
  const shorter = Math.min(before.length, after.length)
  const first = before.findIndex((line, index) => differs(line, after[index]))
  const at = first === -1 ? shorter : first
  let tail = 0
  while (tail < shorter - at && !differs(before.at(-1 - tail), after.at(-1 - tail))) tail += 1
  // Lines that were only removed are located by the line above them.
  const line = at === after.length - tail ? at - 1 : at
  const between = (lines: MarkdownLine[]) => formatLines(lines.slice(line, lines.length - tail))
  return { line, was: between(before), is: between(after) }
}

/** Reverts an edit; null if the lines have changed since. */
const takenBack = (lines: MarkdownLine[], { line, was, is }: Hunk): MarkdownLine[] | null => {
  const written = linesOf(is)
  const isThere = written.every((one, index) => !differs(one, lines[line + index]))
  return isThere ? [...lines.slice(0, line), ...linesOf(was), ...lines.slice(line + written.length)] : null
}

const isIn = (tags: string[], tag: string) => tags.some((one) => one.toLowerCase() === tag.toLowerCase())

/** Replaces one tag; null if it is removed. Another spelling of `to` becomes `to`. */
const replaced = (tag: string, from: string[], to: string | null) =>
  isIn(to === null ? from : [...from, to], tag) ? to : tag

/** Replaces tags of a plan; keeps their order and removes duplicates. @param to null to remove them */
export const replaceTagList = (tags: string[], from: string[], to: string | null) =>
  cleanTags(tags.flatMap((tag) => replaced(tag, from, to) ?? []))

/** True if no YAML parser takes the tag for something other than text. */
const isPlain = (tag: string) =>
  /^[A-Za-z][\w .+()/-]*$/.test(tag) && !tag.endsWith(' ') && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(tag)

/** A tag as YAML, in quotes if the former tag had them or the new one needs them. */
const written = (tag: string, before: string) => {
  if (before.startsWith("'")) return `'${tag.replaceAll("'", "''")}'`
  return isPlain(tag) && !before.startsWith('"') ? tag : JSON.stringify(tag)
}

/** Replaces the source between two offsets by `text`. */
type Cut = { from: number; to: number; text: string }

/** Cut of whole lines that contain an entry of a block list, with the line break. */
const wholeLines = (source: string, from: number, to: number): Cut => ({
  from: source.lastIndexOf('\n', from - 1) + 1,
  to: source.indexOf('\n', to) + 1 || source.length,
  text: '',
})

type Placed = { from: number; to: number; tag: string }

const tagIn = (text: string) => cleanTags([text])[0] ?? ''

const placed = (node: unknown): Placed[] => {
  const range = isNode(node) ? node.range : null
  const tag = isScalar(node) ? tagIn(String(node.value)) : ''
  return range ? [{ from: range[0], to: range[1], tag }] : []
}

/** Edits of an existing list of tags. Unchanged entries keep their bytes. */
const listCuts = (source: string, items: Placed[], isFlow: boolean, from: string[], to: string | null): Cut[] => {
  const seen = new Set<string>()
  return items.flatMap((item, index): Cut[] => {
    const next = replaced(item.tag, from, to)
    const isKept = next !== null && !seen.has(next.toLowerCase())
    if (next !== null) seen.add(next.toLowerCase())
    if (isKept) {
      const before = source.slice(item.from, item.to)
      return next === item.tag ? [] : [{ from: item.from, to: item.to, text: written(next, before) }]
    }
    if (!isFlow) return [wholeLines(source, item.from, item.to)]
    const [last, following] = [items[index - 1], items[index + 1]]
    if (following) return [{ from: item.from, to: following.from, text: '' }]
    return [{ from: last ? last.to : item.from, to: item.to, text: '' }]
  })
}

/** Edits of tags in one text, separated by commas: `tags: deep, focus`. */
const textCuts = (
  source: string,
  [start, end]: readonly [number, number],
  from: string[],
  to: string | null,
): Cut[] => {
  const items = [...source.slice(start, end).matchAll(/[^,]+/g)].map(({ 0: text, index }): Placed => {
    const at = start + index + (text.length - text.trimStart().length)
    return { from: at, to: at + text.trim().length, tag: tagIn(text) }
  })
  return listCuts(source, items, true, from, to)
}

/** The document with the tags replaced in place; null if that is not possible. */
const inPlace = (lines: MarkdownLine[], from: string[], to: string | null): MarkdownLine[] | null => {
  const block = findFrontMatter(lines)
  if ('errors' in block) return null
  const { map, close } = block
  const node = map.get('tags', true)
  const source = formatLines(lines.slice(1, close))
  const cuts = isSeq(node)
    ? listCuts(source, node.items.flatMap(placed), node.flow === true, from, to)
    : isScalar(node) && node.range
      ? textCuts(source, [node.range[0], node.range[1]], from, to)
      : null
  if (cuts === null) return null
  const edited = cuts
    .toSorted((a, b) => b.from - a.from)
    .reduce((text, cut) => text.slice(0, cut.from) + cut.text + text.slice(cut.to), source)
  return [...lines.slice(0, 1), ...linesOf(edited), ...lines.slice(close)]
}

/** The tags of a plan, as stored in its row. */
export const tagsOf = ({ head }: ReadPlan) => head.tags

/** All keys of the front matter except tags and `updated`; null if an alias is undefined. */
const others = (lines: MarkdownLine[]) => {
  const block = findFrontMatter(lines)
  if ('errors' in block) return null
  try {
    const source = formatLines(lines.slice(1, block.close))
    const { tags: _, updated: __, ...rest } = parseDocument(source, { schema: 'failsafe' }).toJS()
    return rest
  } catch {
    return null
  }
}

/** True if the edited document parses and differs only in tags and `updated`. */
const isRight = (plan: ReadPlan, lines: MarkdownLine[], tags: string[]) => {
  const after = readPlan(formatLines(lines))
  if ('errors' in after) return false
  const ids = ({ chunks }: ReadPlan) => chunks.map(({ id }) => id)
  const rest = others(lines)
  return (
    rest !== null && isSameJson([rest, ids(after)], [others(plan.lines), ids(plan)]) && isSameJson(tagsOf(after), tags)
  )
}

/** A plan with replaced tags: its document, its tags, and how to revert both edits. */
type Retagged = { lines: MarkdownLine[]; tags: string[]; hunks: [tags: Hunk, updated: Hunk] }

/**
 * Replaces tags and `updated` in the front matter; all other bytes are unchanged. A list that cannot be edited in place
 * is rewritten.
 * @returns null if the plan has none of the tags; `garbled` if the edited front matter would parse differently
 * @param now epoch ms
 */
export const retagDocument = (
  plan: ReadPlan,
  from: string[],
  to: string | null,
  now: number,
): Retagged | null | 'garbled' => {
  const present = tagsOf(plan)
  // Also removes other spellings of the same tag.
  const own = present.filter((tag) => from.includes(tag))
  if (own.length === 0) return null
  const tags = replaceTagList(present, own, to)
  const candidates = [() => inPlace(plan.lines, own, to), () => editFrontMatter(plan.lines, { tags })]
  for (const candidate of candidates) {
    const lines = candidate()
    if (!lines || !isRight(plan, lines, tags)) continue
    const stamped = editFrontMatter(lines, { updated: formatPlanInstant(now) })
    const done = isRight(plan, stamped, tags) ? stamped : lines
    return { lines: done, tags, hunks: [hunkOf(plan.lines, lines), hunkOf(lines, done)] }
  }
  return 'garbled'
}

/**
 * Reverts a replacement of tags, byte for byte if its lines have not changed since.
 * @returns null if the plan has other tags by now, or cannot be edited
 */
export const revertRetag = (plan: ReadPlan, was: string[], { tags, hunks }: Omit<Retagged, 'lines'>) => {
  if (!isSameJson(tagsOf(plan), tags)) return null
  const [ofTags, ofUpdated] = hunks
  const candidates = [
    () => takenBack(takenBack(plan.lines, ofUpdated) ?? plan.lines, ofTags),
    () => editFrontMatter(plan.lines, { tags: was }),
  ]
  for (const candidate of candidates) {
    const lines = candidate()
    if (lines && isRight(plan, lines, was)) return lines
  }
  return null
}
