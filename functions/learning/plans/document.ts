import { type LeftOut, skippedFaults } from '../../lib/files/left-out'
import { cleanLine, contentLimit, countCharacters, firstCharacters } from '../../lib/text/text'
import { newPlanText } from './markdown/blocks'
import { editHead, formatPlanInstant } from './markdown/edit'
import { findFrontMatter, reservedIds, titleLength } from './markdown/front-matter'
import { type Heading, headingsOf, itemMark, listedItems, literalLines, withoutMarks } from './markdown/headings'
import { type Fault, fencedLines, formatLines, lineBreakOf, linesOf, type MarkdownLine } from './markdown/lines'
import {
  boxStatus,
  chunkHeadings,
  isUnreadTime,
  parseFieldLine,
  type ReadPlan,
  readPlan,
  withoutEmphasis,
} from './markdown/read'

/** Faults of a document with line numbers, or an error of another member. */
export type DocumentRefusal = { errors: Fault[] } | { member: string; message: string }

/** Faults of a text that is too long or has characters that no database stores; or null. @param name `A plan` */
export const textFaults = (text: string, name: string): { errors: Fault[] } | null => {
  if (new TextEncoder().encode(text).length > contentLimit) {
    return { errors: [{ line: 1, message: `${name} has at most ${contentLimit / 1024} KB.` }] }
  }
  const line = linesOf(text).findIndex((one) => one.text.includes('\0') || !one.text.isWellFormed()) + 1
  return line > 0 ? { errors: [{ line, message: 'This line has a character that isn’t text.' }] } : null
}

/** Maximum number of chunks: the page of 10,000 had 16 MB. */
export const chunksLimit = 1_000

/** Reads a document that Daymark derived from another document. */
export const readDerivedPlan = (text: string): ReadPlan | { errors: Fault[] } =>
  textFaults(text, 'A plan') ?? readPlan(text)

/** Makes an id from the words of a title: `learn-knots`. */
export const slugOfTitle = (title: string) => {
  const words = title
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  // A hash, so that a title without Latin letters gives the same id each time.
  const sum = () => [...title].reduce((number, sign) => (number * 31 + (sign.codePointAt(0) ?? 0)) % 2 ** 44, 7)
  return (words?.join('-') ?? '').slice(0, 60).replace(/-+$/, '') || `plan-${sum().toString(16).padStart(12, '0')}`
}

/** The id; if it is taken, with a number after it: `learn-knots-2`. */
export const uniqueId = (id: string, taken: string[]) => {
  const used = new Set([...reservedIds, ...taken])
  let free = id
  for (let number = 2; used.has(free); number += 1) free = `${id}-${number}`
  return free
}

/** Id and title for a document that has none. */
type Name = { id?: string; title?: string }

/** A line with its line number in the uploaded text. */
type SentLine = MarkdownLine & { at: number }

const headingsIn = (lines: MarkdownLine[], close: number) => {
  const literal = [...lines.slice(0, close + 1).map(() => false), ...literalLines(lines.slice(close + 1))]
  return { literal, titles: headingsOf(lines, literal, close + 1) }
}

const titleIn = ({ text }: Heading) => {
  const title = cleanLine(withoutEmphasis(text.replace(/\{[^{}]*#[^{}]*\}$/, '').trim()))
  return countCharacters(title) > titleLength ? firstCharacters(title, titleLength / 2) : title
}

/** Text of the first heading that is neither empty nor a field. @param close index of the end of the front matter */
export const firstHeading = (lines: MarkdownLine[], close = -1) =>
  headingsIn(lines, close)
    .titles.map(titleIn)
    .find((text) => text !== '' && !parseFieldLine(text))

/** Adds a missing id and title to the front matter, taken from the first heading. */
const withName = (lines: SentLine[], name: Name | null, warnings: Fault[]): SentLine[] => {
  if (name === null) return lines
  const block = findFrontMatter(lines)
  const map = 'errors' in block ? null : block.map
  const isBare = map === null && !hasFrontMatter(formatLines(lines))
  const [, mark = '', first = ''] = /^(\uFEFF?)(.*)$/s.exec(lines[0]?.text ?? '') ?? []
  const own = lines.map((line, index) => (isBare && index === 0 ? { ...line, text: first } : line))
  const lacking = ['id', 'title'].filter((key) => !map?.has(key))
  const close = 'errors' in block ? -1 : block.close
  const title = map?.has('title') ? String(map.get('title')) : (firstHeading(own, close) ?? name.title)
  if ((map === null && !isBare) || lacking.length === 0 || title === undefined) return lines
  const id = name.id ?? uniqueId(slugOfTitle(title), [])
  const added = lacking.map((key) => (key === 'id' ? `id: ${id}` : `title: ${JSON.stringify(title)}`))
  const message = isBare
    ? `no front matter. The plan is called “${title}”, with the id ${id}.`
    : `the front matter has no ${lacking.join(' and no ')}. It gets ${added.join(' and ')}.`
  warnings.push({ line: 1, message })
  const texts = isBare ? [`${mark}---`, ...added, '---', ''] : added
  return own.toSpliced(Math.max(close, 0), 0, ...texts.map((text) => ({ text, end: lineBreakOf(lines), at: 1 })))
}

/**
 * If no second-level heading is a chunk, the lines that can only be meant as chunks: the headings of one other level
 * below the title, else list items.
 */
const outlineOf = (
  lines: SentLine[],
  { close, map }: Exclude<ReturnType<typeof findFrontMatter>, { errors: Fault[] }>,
) => {
  const { literal, titles } = headingsIn(lines, close)
  if (chunkHeadings(titles).length > 0) return []
  const below = titles.filter((one) => one.level > 1 || titleIn(one) !== cleanLine(String(map.get('title'))))
  const headings = chunkHeadings(below, Math.min(...below.map(({ level }) => level)))
  const items = titles.length > 1 ? [] : listedItems(lines, literal, close + 1)
  return below.length > 0
    ? headings.map(({ from, to }) => ({ from, to }))
    : items.filter((at) => !parseFieldLine(lines[at]?.text ?? '')).map((at) => ({ from: at, to: at + 1 }))
}

/** Turns the lines of an outline into missing second-level headings. For a stored plan it only warns. */
const withHeadings = (lines: SentLine[], name: Name | null, warnings: Fault[]): SentLine[] => {
  const block = findFrontMatter(lines)
  const [first, ...others] = 'errors' in block ? [] : outlineOf(lines, block)
  if (!first) return lines
  if (name === null) {
    const message = 'only a heading that begins with ## is a chunk. This plan has none.'
    warnings.push({ line: lines[first.from]?.at ?? 1, message })
    return lines
  }
  const written = [...lines]
  for (const { from, to } of [first, ...others]) {
    const [line, under] = [written[from], written[to - 1]]
    if (!line || !under) continue
    const text = line.text.replace(/^ {0,3}#{1,6}(?=[ \t])/, '##').replace(itemMark, '## ')
    written[from] = { ...line, text }
    if (to > from + 1) written[to - 1] = { ...under, text: under.text.replaceAll('=', '-') }
    warnings.push({
      line: line.at,
      message: 'no heading that begins with ##. This line becomes one, so it is a chunk.',
    })
  }
  return written
}

/** Adds missing ids to headings of chunks: to those like “Chunk 1”; to all in a plan without chunks. */
const withIds = (lines: SentLine[], isNew: boolean, warnings: Fault[]): SentLine[] => {
  const block = findFrontMatter(lines)
  if ('errors' in block) return lines
  const chunks = chunkHeadings(headingsIn(lines, block.close).titles)
  const used = new Set(chunks.flatMap(({ id }) => id ?? []))
  const isOutline = chunks.every(({ id, number }) => id === null && number === null)
  const written = [...lines]
  for (const [index, { id, number, title, box, last }] of chunks.entries()) {
    const line = lines[last]
    if (!line || id !== null || title === '') continue
    if (!isOutline && number === null && box === null) {
      const message = 'no id in this heading, so it stays text.'
      if (isNew) warnings.push({ line: line.at, message })
      continue
    }
    if (countCharacters(title) > titleLength) {
      warnings.push({ line: line.at, message: 'this heading is too long for the title of a chunk. It stays text.' })
      continue
    }
    const newId = (count: number) => `chunk-${String(count).padStart(3, '0')}`
    let count = number ?? index + 1
    while (used.has(newId(count))) count += 1
    used.add(newId(count))
    const text = line.text.trimEnd()
    const kept = /^ {0,3}#/.test(text) ? withoutMarks(text) : text
    written[last] = { ...line, text: `${kept} {#${newId(count)}}${line.text.slice(kept.length)}` }
    warnings.push({ line: line.at, message: `no id in this heading. The chunk gets ${newId(count)}.` })
  }
  return written
}

/**
 * Adds missing front matter and ids to a document; all other bytes are unchanged. Warnings have line numbers of the
 * uploaded text; `lineAt` converts a line number of the new text.
 */
export const completeDocument = (sent: string, name: Name | null = {}) => {
  const warnings: Fault[] = []
  // Text from an old Mac separates lines by \r.
  const text = sent.includes('\n') ? sent : sent.replaceAll('\r', '\n')
  const all = linesOf(text).map((line, index): SentLine => ({ ...line, at: index + 1 }))
  const start = all.findIndex((line) => line.text.trim() !== '')
  const isBelow = start > 0 && !('errors' in findFrontMatter(all.slice(start)))
  if (isBelow) warnings.push({ line: 1, message: 'empty lines above the front matter. They go.' })
  const named = withName(isBelow ? all.slice(start) : all, name, warnings)
  const lines = withIds(withHeadings(named, name, warnings), name !== null, warnings)
  return { text: formatLines(lines), warnings, lineAt: (line: number) => lines[line - 1]?.at ?? line }
}

const needed: Fault = {
  line: 1,
  message:
    'A plan needs a title in a heading, such as # Learn knots. Below it, each heading that begins with ## is a chunk.',
}

const isUntitled = (text: string, name?: Name | null) => name !== null && !hasFrontMatter(text)

/** Warns of lines that stay text but look like something else, and of checkboxes that a status field overrides. */
const unread = ({ chunks, lines }: ReadPlan, isNew: boolean): Fault[] => {
  const block = findFrontMatter(lines)
  const start = 'errors' in block ? 0 : block.close + 1
  const body = lines.slice(start)
  const literal = literalLines(body)
  const isOpen = fencedLines([...body, { text: '', end: '' }]).at(-1)
  const fence = isOpen ? literal.lastIndexOf(false) + 1 : body.length
  const first = chunks.length > 0 || !isNew ? -1 : body.findIndex(({ text }) => !/^(# .*|[ \t]*)$/.test(text))
  const texts = new Set(chunks.flatMap(({ textLines }) => textLines))
  const named = (isNamed: (text: string, at: number) => boolean, message: string) =>
    body.flatMap(({ text }, at) => (isNamed(text, at) ? [{ line: start + at + 1, message }] : []))
  return [
    ...named((_, at) => at === first, 'no heading that begins with ##, so the plan has no chunks.'),
    ...named((text, at) => at > fence && /^ {0,3}##? /.test(text), 'no heading, as a code block above it has no end.'),
    ...named(
      (text, at) => !literal[at] && /^ {0,3}#{2,6}[^\s#]/.test(text),
      'no heading without a space behind the #.',
    ),
    ...named(
      (text, at) => !literal[at] && texts.has(start + at) && isUnreadTime(text),
      'no time that can be read here. The line stays text.',
    ),
    ...named((text, at) => {
      const isLabel =
        isNew && !literal[at] && texts.has(start + at) && /^\s*\*\*[\p{L} ]{2,20}(\*\*:|:\*\*)/u.test(text)
      return (
        isLabel &&
        !isUnreadTime(text) &&
        [body[at - 1], body[at + 1]].some((line) => parseFieldLine(line?.text ?? '')?.isMarked)
      )
    }, 'no field that a plan has. The line stays text.'),
    ...chunks
      .filter(({ box, status, fields }) => box !== null && fields.Status && boxStatus(box) !== status)
      .map(({ from, box }) => ({ line: from + 1, message: `the box ${box} says another status than its Status.` })),
  ]
}

/**
 * Parses an uploaded document and adds missing parts. Faults and warnings have line numbers of the uploaded text.
 * @param name null for a new text of an existing plan, which must contain its id
 * @param leftOut problems of its decoding
 */
export const readUploadedPlan = (
  text: string,
  name?: Name | null,
  leftOut: LeftOut[] = [],
): ReadPlan | { errors: Fault[] } => {
  const wrong = textFaults(text, 'A plan')
  if (wrong) return wrong
  const { text: whole, warnings, lineAt } = completeDocument(text, name)
  const read = readPlan(whole)
  const asSent = (faults: Fault[]) => faults.map((fault) => ({ ...fault, line: lineAt(fault.line) }))
  if ('errors' in read) return { errors: isUntitled(text, name) ? [needed] : asSent(read.errors) }
  const extra = read.chunks[chunksLimit]
  if (extra) return { errors: asSent([{ line: extra.from + 1, message: `A plan has at most ${chunksLimit} chunks.` }]) }
  const found = [...read.warnings, ...unread(read, name !== null)]
  return {
    ...read,
    warnings: [...skippedFaults(leftOut), ...warnings, ...asSent(found)].toSorted((a, b) => a.line - b.line),
  }
}

type NewDocument = { id?: string; title: string; content?: string; tags?: string[] }

/** True for a text that begins with front matter, even if empty. A horizontal rule has no keys below it. */
export const hasFrontMatter = (content: string) => {
  const [, below] = /^\uFEFF?(?:[ \t]*\r?\n)*---[ \t]*\r?\n([\s\S]*)$/.exec(content) ?? []
  if (below === undefined) return false
  const [head = '', ...others] = below.split(/^(?:---|\.\.\.)[ \t]*\r?$/m)
  if (head.trim() === '') return others.length > 0
  return !/^\s*(#{1,6}[ \t]|[-*+>|][ \t]|\d+[.)][ \t])|^[ \t]*\r?\n/.test(head) || /^(id|title)[ \t]*:/m.test(head)
}

const garbled = {
  member: 'content',
  message: 'Its front matter can’t be edited. Enter the title and tags in it yourself',
}

/**
 * Document of a new plan. If the content has front matter, only a different title and tags are replaced in it;
 * otherwise front matter is added.
 * @param id used if the content has no id
 * @param now epoch ms
 */
export const newDocument = (given: NewDocument, id: string, now: number): ReadPlan | DocumentRefusal => {
  const { title, content, tags } = given
  if (content === undefined || !hasFrontMatter(content)) {
    return readUploadedPlan(newPlanText(id, title, tags ?? [], formatPlanInstant(now), content))
  }
  const read = readUploadedPlan(content)
  if ('errors' in read) return read
  if (given.id !== undefined && given.id !== read.head.id) {
    return { member: 'id', message: `The content has the id ${read.head.id}` }
  }
  const text = editHead(read, { title, ...(tags && { tags }) }, now)
  return text === 'garbled' ? garbled : readDerivedPlan(text)
}
