import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import boldColon from '../../../test/data/reports/plan-bold-colon.md?raw'
import { encoded, encodings } from '../../../test/support/hostile/damaged-files'
import { runs } from '../../../test/support/runs'
import { decodeText } from '../../lib/files/uploads'
import { readUploadedPlan } from './document'
import { addChunk, deleteChunk, orderChunks } from './markdown/blocks'
import { editChunk, editHead } from './markdown/edit'
import { formatLines } from './markdown/lines'
import { type ReadPlan, readPlan } from './markdown/read'
import { derivedColumns } from './put'

const now = Date.UTC(2026, 10, 21, 8, 30)

const read = (text: string): ReadPlan => {
  const plan = readUploadedPlan(text)
  if ('errors' in plan) throw new Error(JSON.stringify(plan.errors))
  return plan
}

const head = '---\nid: knots\ntitle: Knots\n---\n\n'
const inChunk = (lines: string) => read(`${head}## Chunk 1: Bowline {#bowline}\n\n${lines}\n`)

describe('a field', () => {
  const done = [
    ...['**Status**: done', '**Status:** done', '**Status** : done', '**Status**：done', '**Status：** done'],
    ...['Status: done', 'status: Done', 'STATUS : DONE', '- **Status**: done', '* Status: done', '+ **Status:** done'],
    ...['**Status** done', '**Status** = done', '__Status__ done'],
    ...['*Status*: done', '*Status:* done', '__Status__: done', '__Status:__ done', '_status_: done', '`Status`: done'],
    ...['***Status***: done', '**Status: done**', '  **Status**: done  ', '**Status**:done', '**Status**: **done**'],
    ...[
      '**Status**: finished',
      '**Status**: Completed.',
      '**Status**: [x]',
      '**Status**: [X]',
      '**Status**: ✅',
      '**Status**: ✅ Done',
    ],
  ]
  test.each(done)('is read: %s', (line) => {
    const plan = inChunk(line)
    expect([plan.chunks[0]?.status, plan.warnings, plan.chunks[0]?.text]).toEqual(['completed', [], ''])
    expect(formatLines(plan.lines)).toContain(`\n${line}\n`)
    const edited = editChunk(plan, 'bowline', { status: 'skipped' }, now) ?? ''
    expect(read(edited).chunks[0]?.status).toBe('skipped')
    expect(edited.split('\n').filter((one) => !formatLines(plan.lines).split('\n').includes(one))).toHaveLength(1)
  })

  test('has the words that people use', () => {
    const words = [
      'In progress',
      'in_progress',
      'doing',
      'WIP',
      'todo',
      'To do',
      'to-do',
      '[ ]',
      'pending',
      'cancelled',
    ]
    expect(words.map((word) => inChunk(`**Status**: ${word}`).chunks[0]?.status)).toEqual([
      ...Array.from({ length: 4 }, () => 'in_progress'),
      ...Array.from({ length: 5 }, () => 'not_started'),
      'skipped',
    ])
    const times = [
      '**Duration** : 2h',
      'duration: 1h 30m',
      '- **Duration:** 1:30',
      '**Duration**: ~45 min',
      '__Duration__: 1,5 h',
    ]
    expect(times.map((line) => inChunk(line).chunks[0]?.duration_minutes)).toEqual([120, 90, 90, 45, 90])
  })

  test('is named with its line where its value is not understood', () => {
    const plan = inChunk('**Status:** with Ana\nDuration: 90')
    expect(plan.warnings).toEqual([
      { line: 8, message: 'unknown status “with Ana”. The chunk counts as “Not started”.' },
      { line: 9, message: 'unreadable duration “90”. The chunk has none.' },
    ])
  })

  test('that is written as it should be counts before one that is not', () => {
    const plan = inChunk('Status: the draft of Ana\n\n**Status**: completed')
    expect([plan.chunks[0]?.status, plan.chunks[0]?.text, plan.warnings]).toEqual([
      'completed',
      'Status: the draft of Ana',
      [],
    ])
  })

  test('has a list in any form, and what stands in its own line', () => {
    const [chunk] = inChunk(
      '- **Objectives**: Tie it\n  - Untie it\n    - Twice\n- **Resources:**\n  1. A book\n- **Status**: done\n- **Deliverable**: A photo',
    ).chunks
    expect(chunk).toMatchObject({ objectives: ['Tie it', 'Untie it', 'Twice'], resources: ['A book'] })
    expect(chunk).toMatchObject({ status: 'completed', deliverable: 'A photo', text: '' })
  })

  test('of the report is read', () => {
    expect(read(boldColon).chunks[0]).toMatchObject({ status: 'completed', duration_minutes: 90 })
  })

  test('in a comment or a code block is none', () => {
    const plan = inChunk('<!--\n**Status**: done\n-->\n```\nStatus: done\n```')
    expect(plan.chunks[0]?.status).toBe('not_started')
  })
})

describe('a document', () => {
  test('gets ids where chunks have none, never one that is there', () => {
    const sent = `${head}## Chunk 1: A {#a}\n\n## Chunk 2: B\n**Status**: done\n\nChunk 3: C\n---\n\n## Chunk 4: D ##\n\n## Chunk 5: E {#chunk-002}\n`
    const plan = read(sent)
    expect(plan.chunks.map(({ id, title, status }) => [id, title, status])).toEqual([
      ['a', 'A', 'not_started'],
      ['chunk-003', 'B', 'completed'],
      ['chunk-004', 'C', 'not_started'],
      ['chunk-005', 'D', 'not_started'],
      ['chunk-002', 'E', 'not_started'],
    ])
    expect(plan.warnings.map(({ line }) => line)).toEqual([8, 11, 14])
    const stored = formatLines(plan.lines)
    expect(stored.replace(/ \{#chunk-00[345]\}/g, '')).toBe(sent)
    expect(read(stored).warnings).toEqual([])
    expect(stored).toContain('## Chunk 4: D {#chunk-005} ##\n')
    expect(stored).toContain('Chunk 3: C {#chunk-004}\n---\n')
  })

  test('gets its front matter from its first heading, behind a mark of its bytes', () => {
    for (const mark of ['', '\uFEFF']) {
      const sent = `${mark}A plan: *knots*\n===\r\n\n## Chunk 1: Bowline {#b}\n**Status**: later`
      const plan = read(sent)
      expect(plan.head).toMatchObject({ id: 'a-plan-knots', title: 'A plan: *knots*' })
      expect(plan.warnings.map(({ line }) => line)).toEqual([1, 5])
      expect(formatLines(plan.lines)).toBe(
        `${mark}---\nid: a-plan-knots\ntitle: "A plan: *knots*"\n---\n\n${sent.slice(mark.length)}`,
      )
      expect(read(sent)).toEqual(plan)
    }
  })

  test('keeps a front matter, and gets what that lacks', () => {
    expect(read('---\ntags: [rope]\n---\n# Knots\n').head).toMatchObject({
      id: 'knots',
      title: 'Knots',
      tags: ['rope'],
    })
    expect(read('---\ntitle: Rope\n---\n# Knots\n').head).toMatchObject({ id: 'rope', title: 'Rope' })
    expect(read(`\n\n${head}`).head).toMatchObject({ id: 'knots', title: 'Knots' })
    expect(read('# 结\n').head.id).toMatch(/^plan-[0-9a-f]{12}$/)
    expect(read('# New\n').head.id).toBe('new-2')
    expect(read(`${head}# Rope\n## A\n`.replaceAll('\n', '\r')).chunks).toHaveLength(1)
  })

  test('that is an outline is a plan', () => {
    const plan = read('# Knots\n\nWhy.\n\n## Bowline\n\nText\n\n### More\n\n## Splices\n\n```\n## no\n```\n')
    expect(plan.chunks.map(({ id, title, text }) => [id, title, text])).toEqual([
      ['chunk-001', 'Bowline', 'Text\n\n### More'],
      ['chunk-002', 'Splices', '```\n## no\n```'],
    ])
    const more = { title: 'New', status: 'not_started', duration_minutes: null, objectives: [], resources: [] } as const
    const values = { ...more, objectives: [], resources: [], deliverable: '', text: '' }
    const added = addChunk(plan, 'new', values, 'chunk-001', now) ?? ''
    expect(read(added).chunks.map(({ title }) => title)).toEqual(['Bowline', 'New', 'Splices'])
    const ordered = orderChunks(read(added), ['chunk-002', 'new', 'chunk-001'], now) ?? ''
    expect(read(ordered).chunks.map(({ title }) => title)).toEqual(['Splices', 'New', 'Bowline'])
    const titled = editChunk(read(ordered), 'chunk-002', { title: 'Ends' }, now) ?? ''
    expect(titled).toContain('## Ends {#chunk-002}\n')
    expect(read(deleteChunk(read(titled), 'new', now) ?? '').chunks.map(({ title }) => title)).toEqual([
      'Ends',
      'Bowline',
    ])
  })

  test('leaves headings of a plan that has chunks, and one that is too long for a title', () => {
    expect(read(`${head}## Chunk 1: A {#a}\n\n## Notes\n`).chunks).toHaveLength(1)
    const plan = read(`${head}## ${'long '.repeat(50)}\n\n## B\n`)
    expect([plan.chunks.map(({ title }) => title), plan.warnings.map(({ line }) => line)]).toEqual([['B'], [6, 8]])
  })

  test('has hours with a comma or a unit, and front matter that ends in dots', () => {
    const hoursOf = (hours: string) => read(`---\nid: a\ntitle: A\ntotal_hours: ${hours}\n...\n## B\n`).head.total_hours
    expect(['4.5', '"4,5"', '4,5', '12 h', '12 hours', 'many', '4,5,6'].map(hoursOf)).toEqual([
      4.5,
      4.5,
      4.5,
      12,
      12,
      null,
      null,
    ])
    expect(read(`${head}## Chunk 1: A {#a}\n**Status**: 50% done\n`).warnings).toHaveLength(1)
  })

  test('has its tags as everything else has them', () => {
    const tagsOf = (tags: string) => read(`---\nid: a\ntitle: A\ntags: ${tags}\n---\n`).head.tags
    expect(tagsOf('["#Deep", deep, " two  words ", ""]')).toEqual(['deep', 'two  words'])
    expect(tagsOf('"#deep #focus, Deep"')).toEqual(['Deep', 'focus'])
    expect(tagsOf('deep,focus')).toEqual(['deep', 'focus'])
    expect(editHead(read(head), { tags: ['#a', 'A', 'b'] }, now)).toContain('tags: [A, b]')
  })

  test('a chunk without a time counts as the hour that the form says, unless the plan has its own hours', () => {
    const text = '# Knots\n\n## Bowline\n\n## Splices\n**Duration**: 1h 30m\n\n## Ends\n**Status**: skipped\n'
    expect(derivedColumns(read(text)).plan.planned_minutes).toBe(150)
    const own = editHead(read(text), { total_hours: 4 }, now)
    expect(derivedColumns(read(own)).plan.planned_minutes).toBe(90)
  })
})

const word = fc.constantFrom('Joins', 'B-trees', 'año', '🚀 lift-off', 'x < y', 'C# and F#', 'a: b', 'مرحبا', '(two)')
const chunk = fc.record({
  title: word,
  status: fc.constantFrom('not_started', 'in_progress', 'completed', 'skipped'),
  minutes: fc.constantFrom(30, 60, 90, 150),
  objectives: fc.array(word, { maxLength: 3 }),
})
const statusForms: Record<string, string[]> = {
  not_started: ['not-started', 'Not started', 'todo', '[ ]', 'NOT-STARTED'],
  in_progress: ['in-progress', 'In Progress', 'in_progress', 'doing'],
  completed: ['completed', 'done', 'Finished', '[x]', 'DONE'],
  skipped: ['skipped', 'Skipped', 'skip'],
}
const fieldForms = [
  ...[
    '**N**: v',
    '**N:** v',
    '**N** : v',
    'N: v',
    '- **N**: v',
    '*N*: v',
    '__N__: v',
    '**N**：v',
    ' **N**:  v',
    '**N: v**',
  ],
]
const headingForms = [
  ...['## Chunk #: T', '##  Chunk #: T', '  ## Chunk #: T ##', '## Chunk # - T', '## chunk #: T', '## CHUNK #. T'],
  ...['Chunk #: T\n---', 'Chunk #: T\n  -----', '## **Chunk #: T**'],
]
const damage = fc.record({
  heading: fc.constantFrom(...headingForms),
  field: fc.constantFrom(...fieldForms),
  status: fc.nat(4),
  letters: fc.constantFrom('as is', 'upper', 'lower'),
  hasId: fc.boolean(),
})
const minuteForms = (minutes: number) => [`${minutes} min`, `${minutes / 60}h`, `${minutes} Minutes`]

test('10,000 damaged plans: each chunk and field comes in as written, or is named', () => {
  const plan = fc.record({
    chunks: fc.array(fc.tuple(chunk, damage), { minLength: 1, maxLength: 5 }),
    hasHead: fc.boolean(),
    mark: fc.constantFrom('', '\uFEFF'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    isOpen: fc.boolean(),
    encoding: fc.constantFrom(...encodings),
  })
  fc.assert(
    fc.property(plan, ({ chunks, hasHead, mark, end, isOpen, encoding }) => {
      const bodies = chunks.map(([{ title, status, minutes, objectives }, how], at) => {
        const named = (name: string, value: string) => {
          const cased =
            how.letters === 'upper' ? name.toUpperCase() : how.letters === 'lower' ? name.toLowerCase() : name
          return how.field.replace(/[Nv]/g, (sign) => (sign === 'N' ? cased : value))
        }
        const [shown = '', under] = how.heading
          .replace('#:', `${at + 1}:`)
          .replace(/ # /, ` ${at + 1} `)
          .replace('#.', `${at + 1}.`)
          .split('\n')
        const id = how.hasId ? ` {#part-${at}}` : ''
        const text = shown.replace(
          /T( ##|\*\*)?$/,
          (_, after = '') => `${title}${after === ' ##' ? id + after : after + id}`,
        )
        const words = statusForms[status] ?? []
        return [
          text,
          ...(under ? [under] : []),
          named('Duration', minuteForms(minutes)[how.status % 3] ?? ''),
          named('Status', words[how.status % words.length] ?? ''),
          ...(objectives.length > 0 && how.field !== '**N: v**'
            ? [named('Objectives', '').trimEnd(), ...objectives.map((one) => `- ${one}`)]
            : []),
          '',
        ].join('\n')
      })
      const front = hasHead ? head : '# Knots\n\n'
      const whole = `${mark}${front}${bodies.join('\n')}`.replace(/\n+$/, isOpen ? '' : '\n').replaceAll('\n', end)
      const decoded = decodeText(encoded(whole, encoding), '', { keepsMark: true })
      if ('problem' in decoded) throw new Error(decoded.problem)
      const done = readUploadedPlan(decoded.text)
      if ('errors' in done) throw new Error(JSON.stringify([done.errors, whole]))
      expect(done.head).toMatchObject({ id: 'knots', title: 'Knots' })
      expect(
        done.chunks.map(({ title, status, duration_minutes, objectives }) => ({
          title,
          status,
          minutes: duration_minutes,
          objectives,
        })),
      ).toEqual(
        chunks.map(([values, how]) => ({ ...values, objectives: how.field === '**N: v**' ? [] : values.objectives })),
      )
      const lacking = chunks.filter(([, { hasId }]) => !hasId).length
      expect(done.warnings).toHaveLength(lacking + (hasHead ? 0 : 1))
      expect(new Set(done.chunks.map(({ id }) => id)).size).toBe(chunks.length)
      const again = readPlan(formatLines(done.lines))
      expect('errors' in again ? again.errors : again.warnings).toEqual([])
      const [first] = done.chunks
      const edited = editChunk(done, first?.id ?? '', { status: 'skipped', title: 'Other' }, now) ?? ''
      expect(read(edited).chunks[0]).toMatchObject({ status: 'skipped', title: 'Other' })
    }),
    { numRuns: runs(10_000) },
  )
})
