import { chunkEnd } from './edit'
import { lineBreakOf, type MarkdownLine } from './lines'
import { type ChunkField, chunkFields, type ReadChunk, type ReadPlan } from './read'

/** Lines of a document that belong together, such as a field. */
export type DocumentUnit = { key: string; lines: MarkdownLine[] }

/** A chunk: its heading, its fields and the texts between them, and the gap after it. */
export type ChunkUnits = {
  id: string
  title: string
  heading: MarkdownLine[]
  parts: DocumentUnit[]
  gap: MarkdownLine[]
}

/** A document in parts, which `linesOfUnits` joins again. `head` excludes the `---` lines. */
export type PlanUnits = {
  marks: [MarkdownLine, MarkdownLine]
  head: DocumentUnit[]
  introduction: MarkdownLine[]
  chunks: ChunkUnits[]
}

const keyLine = /^("[^"]*"|'[^']*'|[^\s#"':-][^:]*?)\s*:(?:\s|$)/

/** Keys of the front matter with their lines. Comments belong to the key above them. */
const headUnits = (lines: MarkdownLine[]): DocumentUnit[] => {
  const units: DocumentUnit[] = []
  for (const line of lines) {
    const key = keyLine.exec(line.text)?.[1]?.replace(/^(["'])(.*)\1$/, '$2')
    const last = units.at(-1)
    if (key !== undefined || !last) units.push({ key: key ?? '', lines: [line] })
    else last.lines.push(line)
  }
  return units
}

const chunkUnits = (lines: MarkdownLine[], chunk: ReadChunk): ChunkUnits => {
  const heading = lines.slice(chunk.from, chunk.body)
  const end = chunkEnd(lines, chunk)
  const fieldAt = (index: number): ChunkField | undefined =>
    chunkFields.find((field) => {
      const [from, to] = chunk.fields[field] ?? [0, 0]
      return from <= index && index < to
    })
  const parts: DocumentUnit[] = []
  let key: string = ''
  for (let index = chunk.body; index < end; index += 1) {
    const field = fieldAt(index)
    const next: string = field ?? (key.startsWith('text') ? key : `text ${key}`)
    const line = lines[index]
    if (!line) continue
    if (next === key) parts.at(-1)?.lines.push(line)
    else parts.push({ key: next, lines: [line] })
    key = next
  }
  return { id: chunk.id, title: chunk.title, heading, parts, gap: lines.slice(end, chunk.to) }
}

/** Splits a document into its parts. */
export const unitsOf = ({ lines, chunks }: ReadPlan): PlanUnits => {
  const end: MarkdownLine = { text: '---', end: lineBreakOf(lines) }
  const close = lines.findIndex(({ text }, index) => index > 0 && /^---[ \t]*$/.test(text))
  return {
    marks: [lines[0] ?? end, lines[close] ?? end],
    head: headUnits(lines.slice(1, close)),
    introduction: lines.slice(close + 1, chunks[0]?.from ?? lines.length),
    chunks: chunks.map((chunk) => chunkUnits(lines, chunk)),
  }
}

const linesIn = (units: DocumentUnit[]) => units.flatMap(({ lines }) => lines)

const chunkLinesOf = ({ heading, parts, gap }: ChunkUnits) => [...heading, ...linesIn(parts), ...gap]

/** Joins the parts of a document to its lines. */
export const linesOfUnits = ({ marks, head, introduction, chunks }: PlanUnits): MarkdownLine[] => [
  marks[0],
  ...linesIn(head),
  marks[1],
  ...introduction,
  ...chunks.flatMap(chunkLinesOf),
]
