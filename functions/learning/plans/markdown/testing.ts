import fc from 'fast-check'
import { addChunk, deleteChunk, newChunkId, orderChunks } from './blocks'
import { editChunk, editHead } from './edit'
import { type ReadPlan, readPlan } from './read'

const words = ['B-trees', 'the journal', 'año', '🚀 lift-off', 'x < y & z', '`SELECT 1`', 'a: b', '“quoted”', 'مرحبا']

const phrase = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((some) => some.join(' '))

const paragraph = fc.oneof(
  phrase,
  fc.constantFrom(
    '<b>raw</b> <script>alert(1)</script>',
    '- a list',
    '> a quotation',
    '### A heading',
    '**Goal**: more',
  ),
  fc.constantFrom(
    '```text\n## Chunk 9: not a chunk {#chunk-001}\n**Status**: completed\n```',
    '~~~\n```\n---\n~~~',
    '    ## Chunk 8: indented {#nine}',
  ),
)

const list = fc.tuple(fc.constantFrom('- ', '* '), fc.array(phrase, { maxLength: 3 }), fc.boolean())

const field = fc.oneof(
  fc
    .constantFrom('1 hour', '1.5 hours', '90 min', '2h', '15 m', '30 minutes', 'a while')
    .map((text) => `**Duration**: ${text}`),
  fc.constantFrom('not-started', 'in-progress', 'completed', 'skipped', 'someday').map((text) => `**Status**: ${text}`),
  phrase.map((text) => `**Deliverable**: ${text}`),
  fc
    .tuple(fc.constantFrom('Objectives', 'Resources'), list)
    .map(([name, [mark, items, isLoose]]) =>
      [`**${name}**:`, ...(isLoose ? [''] : []), ...items.map((one) => mark + one)].join('\n'),
    ),
)

const chunk = fc.record({
  title: phrase,
  fields: fc.uniqueArray(field, { selector: (text) => text.slice(0, 5), maxLength: 5 }),
  text: fc.array(paragraph, { maxLength: 3 }),
  gap: fc.constantFrom('', '\n', '\n---\n\n', '\n\n---\n'),
})

/** A plan's markdown as people write it, with LF or CRLF, with or without a line break at its end. */
export const planText = fc
  .record({
    status: fc.constantFrom('', 'status: in-progress\n', 'status: perhaps # a comment\n'),
    tags: fc.constantFrom('', 'tags: [sql, "a b"]\n', 'tags:\n  - sql\n  - two words\n'),
    updated: fc.constantFrom('', 'updated: 2026-10-10T10:00:00Z\n', 'updated: "2026-10-10T10:00:00+02:00"   # late\n'),
    introduction: fc.array(paragraph, { maxLength: 2 }),
    chunks: fc.array(chunk, { maxLength: 5 }),
    end: fc.constantFrom('\n', '\r\n'),
    isOpen: fc.boolean(),
  })
  .map(({ status, tags, updated, introduction, chunks, end, isOpen }) => {
    const head = `---\nid: made\ntitle: "A plan: made"\n${updated}${status}${tags}own: stays # this too\n---\n`
    const bodies = chunks.map(({ title, fields, text, gap }, index) =>
      [
        `## Chunk ${index + 1}: ${title} {#chunk-00${index + 1}}`,
        ...fields,
        ...text.map((one) => `\n${one}`),
        gap,
      ].join('\n'),
    )
    const whole = [head, ...introduction, ...bodies].join('\n')
    return (isOpen ? whole.replace(/\n+$/, '') : `${whole}\n`).replaceAll('\n', end)
  })

const now = Date.parse('2026-11-01T10:00:00Z')

type Edit = (plan: ReadPlan, word: string) => string | null

/** Edits of the chunk at a place. */
const edits: Record<string, (at: number) => Edit> = {
  title: (at) => (plan, word) => editChunk(plan, plan.chunks[at]?.id ?? '', { title: word }, now),
  status: (at) => (plan) => editChunk(plan, plan.chunks[at]?.id ?? '', { status: 'skipped' }, now),
  objectives: (at) => (plan, word) => editChunk(plan, plan.chunks[at]?.id ?? '', { objectives: [word, 'two'] }, now),
  deliverable: (at) => (plan, word) => editChunk(plan, plan.chunks[at]?.id ?? '', { deliverable: word }, now),
  text: (at) => (plan, word) => {
    const chunk = plan.chunks[at]
    return chunk ? editChunk(plan, chunk.id, { text: `${chunk.text}\n\n${word}`.trim() }, now) : null
  },
  remove: (at) => (plan) => deleteChunk(plan, plan.chunks[at]?.id ?? '', now),
  reverse: () => (plan) => orderChunks(plan, plan.chunks.map(({ id }) => id).reverse(), now),
  add: () => (plan, word) => {
    const values = { title: word, status: 'not_started', objectives: [], resources: [] } as const
    const chunk = { ...values, objectives: [], resources: [], duration_minutes: 60, deliverable: '', text: word }
    return addChunk(plan, `${newChunkId(plan)}-${word}`, chunk, null, now)
  },
  head: () => (plan, word) => editHead(plan, { title: word }, now),
  hours: () => (plan) => editHead(plan, { total_hours: 7 }, now),
  introduction: () => (plan, word) => {
    const at = plan.chunks[0]?.from ?? plan.lines.length
    const end = plan.lines[0]?.end ?? '\n'
    const before = plan.lines.slice(0, at).map(({ text, end: own }) => text + (own || end))
    return [...before, `${end}${word}${end}${end}`, ...plan.lines.slice(at).map((line) => line.text + line.end)].join(
      '',
    )
  },
}

/** The name of an edit, and the place of its chunk. */
export const anEdit = fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.nat({ max: 4 }))
export const someEdits = fc.array(anEdit, { maxLength: 4 })

/** Makes edits one after the other, with words that begin like this one. */
export const applyEdits = (text: string, list: [string, number][], word: string) =>
  list.reduce((current, [name, at], index) => {
    const plan = readPlan(current)
    const after = 'errors' in plan ? null : edits[name]?.(at)(plan, `${word}${index}`)
    return after === null || after === undefined || after === 'garbled' || 'errors' in readPlan(after) ? current : after
  }, text)

/** A plan whose text can be read. */
export const read = (text: string): ReadPlan => {
  const plan = readPlan(text)
  if ('errors' in plan) throw new Error(JSON.stringify(plan.errors))
  return plan
}
