import fc from 'fast-check'

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
