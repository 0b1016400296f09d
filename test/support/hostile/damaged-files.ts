import fc from 'fast-check'

/**
 * A law of all imports: each row of a file is imported unchanged, or the response names its line. Files with known rows are
 * built and damaged here; a test imports them and passes the imported rows and the named lines to `lostRows`.
 */

export const encodings = ['utf-8', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const

const windows = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
)

/** Writes a text as programs do, UTF-16 with a mark; UTF-8 where an encoding lacks one of its characters. */
export const encoded = (text: string, encoding: (typeof encodings)[number]): Uint8Array<ArrayBuffer> => {
  const own = [...text].map((character) => windows.get(character))
  if (encoding === 'windows-1252' && own.every((byte) => byte !== undefined)) return Uint8Array.from(own)
  if (!encoding.startsWith('utf-16')) return new Uint8Array(new TextEncoder().encode(text))
  const units = `\uFEFF${text.replace(/^\uFEFF/, '')}`
  const view = new DataView(new ArrayBuffer(2 * units.length))
  for (const [at, unit] of units.split('').entries()) {
    view.setUint16(2 * at, unit.charCodeAt(0), encoding === 'utf-16le')
  }
  return new Uint8Array(view.buffer)
}

/** A row of a file: what identifies it when it came in, and its cells. */
export type KnownRow = { mark: string; cells: string[] }

/** A file: its text, and for each row the lines on which it stands, from 1. */
type BuiltFile = { text: string; rows: { mark: string; from: number; to: number }[] }

type Damage = {
  separator: string
  ends: string[]
  /** Lines above the header. */
  above: string[]
  /** Every so manieth row is followed by a blank line; 0 for none. */
  blankEvery: number
  /** Spaces around cells that are not quoted. */
  padding: string
  isQuotedWhole: boolean
  mark: string
  /** A quote at the start, in the middle or at the end of a cell of a row: as people type it, not doubled. */
  quotes: { row: number; cell: number; at: 'start' | 'middle' | 'end' }[]
  /** Share of the file that is left, from 0 to 1. */
  kept: number
  encoding: (typeof encodings)[number]
}

export const damages = (separators: string[], headNames: string[] = []): fc.Arbitrary<Damage> =>
  fc.record({
    separator: fc.constantFrom(...separators),
    ends: fc.oneof(
      fc.constantFrom<string[][]>(['\n'], ['\r\n'], ['\r']),
      fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 5 }),
    ),
    above: fc.array(fc.constantFrom('', ' ', 'Report of Ann', 'sep=', '"Hours, all"', ...headNames), { maxLength: 3 }),
    blankEvery: fc.nat(3),
    padding: fc.constantFrom('', '', ' ', '\u00a0'),
    isQuotedWhole: fc.boolean(),
    mark: fc.constantFrom('', '\uFEFF'),
    quotes: fc.array(fc.record({ row: fc.nat(20), cell: fc.nat(20), at: fc.constantFrom('start', 'middle', 'end') }), {
      maxLength: 3,
    }),
    encoding: fc.constantFrom(...encodings),
    kept: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.double({ min: 0.1, max: 1, noNaN: true })),
  })

const withQuote = (text: string, at: 'start' | 'middle' | 'end') => {
  const characters = [...text]
  characters.splice({ start: 0, middle: Math.ceil(characters.length / 2), end: characters.length }[at], 0, '"')
  return characters.join('')
}

const linesIn = (text: string) => text.split(/\r\n|\r|\n/).length

/**
 * Writes a table and damages it. Cells are quoted where the format needs it, and stray quotes are put in afterwards.
 * @param spoils cells of a row whose quotes may be damaged, so that its mark stays readable
 */
export const damagedTable = (header: string[], rows: KnownRow[], damage: Damage, spoils: number[]): BuiltFile => {
  const { separator, ends, above, blankEvery, padding, isQuotedWhole, quotes, kept, mark } = damage
  let text = mark
  const add = (content: string, index: number) => {
    // After a CR an LF would belong to the same end.
    const end = content === '' && text.endsWith('\r') ? '\r' : (ends[index % ends.length] ?? '\n')
    text += content + end
  }
  const cellOf = (cell: string, stray?: (typeof quotes)[number]) => {
    const needsQuotes = isQuotedWhole || cell.includes(separator) || /["\r\n]/.test(cell)
    if (stray) return needsQuotes ? `"${withQuote(cell, stray.at)}"` : withQuote(cell, stray.at)
    return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : padding + cell + padding
  }
  for (const [index, one] of above.entries()) add(one === 'sep=' ? `sep=${separator}` : one, index)
  add(header.map((name) => cellOf(name)).join(separator), 0)
  const built = rows.map(({ mark, cells }, index) => {
    const strays = new Map(
      quotes.flatMap((one) =>
        one.row % rows.length === index ? [[spoils[one.cell % spoils.length], one] as const] : [],
      ),
    )
    const from = linesIn(text)
    add(cells.map((cell, at) => cellOf(cell, strays.get(at))).join(separator), index)
    const to = linesIn(text) - 1
    if (blankEvery > 0 && index % blankEvery === 0) add('', index)
    return { mark, from, to }
  })
  if (kept === 1) return { text, rows: built }
  const cut = text.slice(0, Math.floor(text.length * kept)).toWellFormed()
  return { text: cut, rows: built.filter(({ from }) => from < linesIn(cut)) }
}

/** Rows that neither came in nor have one of their lines named. */
export const lostRows = ({ rows }: BuiltFile, cameIn: Set<string>, named: Set<number>) =>
  rows.filter(({ mark, from, to }) => {
    if (cameIn.has(mark)) return false
    for (let line = from; line <= to; line += 1) if (named.has(line)) return false
    return true
  })
