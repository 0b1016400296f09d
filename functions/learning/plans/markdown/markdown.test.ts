import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunkStatuses } from '../schema'
import { addChunk, deleteChunk, mergeChunk, newChunkId, orderChunks, splitChunk } from './blocks'
import { type ChunkValues, editChunk, resolveWarnings, valuesOf } from './edit'
import { formatLines } from './lines'
import { parsePlanMinutes, type ReadPlan, readPlan } from './read'
import { planText, read } from './testing'

const now = Date.UTC(2026, 10, 21, 8, 30)

const head = '---\nid: sql\ntitle: SQL\nupdated: 2026-01-01T00:00:00Z\n---\n'

const chunksOf = (text: string) => read(text).chunks.map((chunk) => ({ id: chunk.id, ...valuesOf(chunk) }))

describe('a plan that is read', () => {
  test('is the same text again, byte for byte', () => {
    fc.assert(
      fc.property(planText, (text) => formatLines(read(text).lines) === text),
      { numRuns: 200 },
    )
  })

  test('has no warnings once what was read is written, and reads the same', () => {
    fc.assert(
      fc.property(planText, (text) => {
        const plan = read(text)
        const accepted = resolveWarnings(plan, now)
        const meaning = ({ head: { updated: _, ...rest } }: ReadPlan) => rest
        expect(read(accepted).warnings).toEqual([])
        expect([meaning(read(accepted)), chunksOf(accepted)]).toEqual([meaning(plan), chunksOf(text)])
        const warned = new Set(plan.warnings.map(({ line }) => line - 1))
        const kept = plan.lines.filter((line, index) => !warned.has(index) && !line.text.startsWith('updated'))
        const left = new Set(read(accepted).lines.map((line) => line.text))
        expect(kept.filter((line) => !left.has(line.text))).toEqual([])
      }),
    )
  })

  const refused: [name: string, text: string, faults: [number, RegExp][]][] = [
    ['no front matter', '# Plan', [[1, /first line must be ---/]]],
    ['front matter without an end', '---\nid: a\ntitle: b', [[1, /has no end/]]],
    ['front matter that is no YAML', '---\nid: a\ntitle: "b\n---\n', [[4, /isn’t valid YAML/]]],
    ['front matter without keys', '---\njust text\n---\n', [[2, /keys with values/]]],
    ['a key that is there twice', '---\nid: a\ntitle: b\nid: c\n---\n', [[4, /twice/]]],
    ['no id', '---\ntitle: b\n---\n', [[1, /no id/]]],
    ['an id with spaces', '---\ntitle: b\nid: a b\n---\n', [[3, /up to 100 letters/]]],
    ['no title', '---\nid: b\ntitle:\n---\n', [[3, /no title/]]],
    ['a chunk without an id', `${head}## Chunk 1: One\n`, [[6, /needs a title and an id/]]],
    ['a chunk without a title', `${head}## Chunk 1: {#a}\n`, [[6, /needs a title and an id/]]],
    ['two chunks with one id', `${head}## Chunk 1: A {#a}\n\n## Chunk 2: B {#a}\n`, [[8, /line 6 has the id a/]]],
  ]
  test.each(refused)('is refused with the line: %s', (_, text, faults) => {
    const plan = readPlan(text)
    const errors = 'errors' in plan ? plan.errors : []
    expect(errors.map(({ line }) => line)).toEqual(faults.map(([line]) => line))
    for (const [index, [, message]] of faults.entries()) expect(errors[index]?.message).toMatch(message ?? '')
  })

  test('has durations in minutes, as people write them', () => {
    const texts = [
      '1 hour',
      '1.5 hours',
      '2h',
      '1 hr',
      '3 hrs',
      '90 minutes',
      '90 min',
      '45 mins',
      '15m',
      '0 h',
      'long',
      '-1 h',
    ]
    expect(texts.map(parsePlanMinutes)).toEqual([60, 90, 120, 60, 180, 90, 90, 45, 15, null, null, null])
  })
})

const oneOf = (plan: ReadPlan, index: number) => plan.chunks[index % plan.chunks.length]

const linesThatDiffer = (a: string, b: string) => {
  const [before, after] = [a.split(/\r?\n/), b.split(/\r?\n/)]
  const from = before.findIndex((line, index) => line !== after[index])
  const back = before.toReversed().findIndex((line, index) => line !== after.toReversed()[index])
  return from < 0 ? [] : [before.slice(from, before.length - back), after.slice(from, after.length - back)]
}

describe('a chunk that is edited', () => {
  test('gets its status in one line, and nothing else changes but when the plan was updated', () => {
    fc.assert(
      fc.property(planText, fc.nat(), fc.constantFrom(...chunkStatuses), (text, at, status) => {
        const plan = read(text)
        const chunk = oneOf(plan, at)
        if (!chunk) return
        const edited = editChunk(plan, chunk.id, { status }, now) ?? ''
        expect(chunksOf(edited)).toEqual(chunksOf(text).map((one) => (one.id === chunk.id ? { ...one, status } : one)))
        const undated = (one: string) => one.replace(/^updated: [^\r\n#]*[^\r\n# ]/m, 'updated: then')
        const [before = [], after = []] = linesThatDiffer(undated(text), undated(edited))
        expect([before.length <= 1, after.length <= 1]).toEqual([true, true])
        expect(after.every((line) => /^\*\*Status\*\*:/.test(line))).toBe(true)
      }),
    )
  })

  test('has the values that it was given, and every other chunk those that it had', () => {
    const line = fc.constantFrom('Plain', 'Two words', 'With *stars*', '🚀', 'a: b #c')
    const values: fc.Arbitrary<Partial<ChunkValues>> = fc.record(
      {
        title: line,
        status: fc.constantFrom(...chunkStatuses),
        duration_minutes: fc.option(fc.integer({ min: 1, max: 600 })),
        objectives: fc.array(line, { maxLength: 3 }),
        resources: fc.array(line, { maxLength: 3 }),
        deliverable: fc.oneof(fc.constant(''), line),
        text: fc.constantFrom(
          '',
          '- a list\n- of two',
          'One.',
          'One.\n\nTwo.',
          '```\n## Chunk 1: no {#chunk-001}\n```',
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(planText, fc.nat(), values, (text, at, changes) => {
        const plan = read(text)
        const chunk = oneOf(plan, at)
        if (!chunk) return
        const edited = editChunk(plan, chunk.id, changes, now) ?? ''
        expect(chunksOf(edited)).toEqual(
          chunksOf(text).map((one) => (one.id === chunk.id ? { ...one, ...changes } : one)),
        )
      }),
    )
  })

  test.each(['## Chunk 2: Other {#b}', '```\nopen', '---'])(
    'is left as it is when its text would be read as something else: %s',
    (text) => {
      const plan = read(`${head}## Chunk 1: A {#a}\nText\n\n## Chunk 2: B {#c}\n`)
      expect(editChunk(plan, 'a', { text }, now)).toBe('garbled')
    },
  )
})

describe('chunks', () => {
  test('in another order are the same chunks', () => {
    const orders = fc.array(fc.nat(), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(planText, orders, (text, keys) => {
        const before = chunksOf(text)
        const ids = before
          .map(({ id }) => id)
          .toSorted(
            (a, b) =>
              (keys[before.findIndex((one) => one.id === a)] ?? 0) -
              (keys[before.findIndex((one) => one.id === b)] ?? 0),
          )
        const ordered = orderChunks(read(text), ids, now) ?? ''
        expect(chunksOf(ordered)).toEqual(ids.map((id) => before.find((one) => one.id === id)))
        expect(read(ordered).chunks.map(({ number }) => number)).toEqual(read(text).chunks.map(({ number }) => number))
        expect(orderChunks(read(text), ids.slice(1), now)).toBe(
          before.length === 0 ? orderChunks(read(text), [], now) : null,
        )
      }),
    )
  })

  test('that are added, deleted, split or merged leave all others as they are', () => {
    const added: ChunkValues = {
      title: 'New',
      status: 'not_started',
      duration_minutes: 45,
      objectives: ['Read'],
      resources: [],
      deliverable: '',
      text: 'Text.',
    }
    fc.assert(
      fc.property(planText, fc.nat(), (text, at) => {
        const plan = read(text)
        const chunk = oneOf(plan, at)
        const before = chunksOf(text)
        const id = newChunkId(plan)
        const index = chunk ? plan.chunks.indexOf(chunk) : -1
        const more = addChunk(plan, id, added, chunk?.id ?? null, now) ?? ''
        expect(chunksOf(more)).toEqual(before.toSpliced(index + 1, 0, { id, ...added }))
        expect(chunksOf(deleteChunk(read(more), id, now) ?? '')).toEqual(before)
        if (!chunk) return
        const off = { title: 'Rest', duration_minutes: null, objectives: chunk.objectives.slice(0, 1), resources: [] }
        const split = chunksOf(splitChunk(plan, chunk.id, id, off, now) ?? '')
        expect(split.map((one) => one.id)).toEqual(before.map((one) => one.id).toSpliced(index + 1, 0, id))
        expect(split[index + 1]?.objectives).toEqual(off.objectives)
        const merged = mergeChunk(plan, chunk.id, now)
        const next = before[index + 1]
        if (!next) {
          expect(merged).toBeNull()
          return
        }
        const left = chunksOf(merged?.text ?? '')
        expect(left.filter((one) => one.id !== chunk.id)).toEqual(
          before.filter((one) => one.id !== chunk.id && one.id !== next.id),
        )
        expect(left[index]?.objectives).toEqual([...chunk.objectives, ...next.objectives])
      }),
    )
  })
})
