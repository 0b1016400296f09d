import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { editChunk } from './edit'
import { formatLines } from './lines'
import { replaceTagList, retagDocument, revertRetag } from './tags'
import { planText, read } from './testing'

const now = Date.UTC(2026, 10, 22, 8, 30)

const withTags = (tags: string) => `---\nid: a\ntitle: A\n${tags}own: stays # too\n---\n# Text\n`

const edited = (tags: string, from: string[], to: string | null) => {
  const done = retagDocument(read(withTags(tags)), from, to, now)
  return done === null || done === 'garbled' ? done : formatLines(done.lines)
}

describe('tags in the front matter', () => {
  const cases: [name: string, before: string, from: string[], to: string | null, after: string][] = [
    [
      'a flow list',
      'tags: [ deep ,  \'x y\', "z" ] # mine\n',
      ['x y'],
      'it’s',
      'tags: [ deep ,  \'it’s\', "z" ] # mine\n',
    ],
    ['a block list', 'tags:\n  - deep # why\n  - focus\n', ['deep'], 'calm', 'tags:\n  - calm # why\n  - focus\n'],
    ['a list without indent', 'tags:\n- deep\n- focus\n', ['focus'], 'two words', 'tags:\n- deep\n- two words\n'],
    ['a merge, at the place of the first', 'tags: [a, x, b, y]\n', ['a', 'b'], 'y', 'tags: [y, x]\n'],
    ['a merge in lines', 'tags:\n  - a\n  # note\n  - x\n  - b\n', ['b'], 'x', 'tags:\n  - a\n  # note\n  - x\n'],
    ['text with commas', 'tags: deep,  focus\n', ['focus'], 'calm', 'tags: deep,  calm\n'],
    ['quoted text with commas', 'tags: "deep, focus"\n', ['focus'], 'calm', 'tags: [deep, calm]\n'],
    ['one tag', 'tags: deep\n', ['deep'], 'a: b', 'tags: "a: b"\n'],
    ['a word of YAML', 'tags: [deep]\n', ['deep'], 'no', 'tags: ["no"]\n'],
    ['a number', 'tags: [deep]\n', ['deep'], '2026', 'tags: ["2026"]\n'],
    ['other scripts', 'tags: [deep, عمق]\n', ['عمق', 'deep'], '🎨 "x" \\ #y', 'tags: ["🎨 \\"x\\" \\\\ #y"]\n'],
    ['a folded entry', 'tags:\n  - >-\n    deep\n    work\n  - x\n', ['deep work'], 'calm', 'tags: [calm, x]\n'],
    ['a deletion', 'tags: [a, b, c]\n', ['b', 'c'], null, 'tags: [a]\n'],
    ['a deletion of all', 'tags: [a]\n', ['a'], null, 'tags: []\n'],
    ['a deletion of lines', 'tags:\n  - a\n  - b\n', ['a'], null, 'tags:\n  - b\n'],
    ['another spelling of the new tag', 'tags: [deep, Calm]\n', ['deep'], 'calm', 'tags: [calm]\n'],
    ['case and accents', 'tags: [Deep, deep, déep]\n', ['deep'], 'DEEP', 'tags: [DEEP, déep]\n'],
  ]
  test.each(cases)('are replaced where they stand: %s', (_, before, from, to, after) => {
    expect(edited(before, from, to)).toBe(withTags(after))
  })

  test('are left alone where there is none of them, and where the document would not stay what it is', () => {
    expect(edited('tags: [a]\n', ['b'], 'c')).toBeNull()
    expect(edited('', ['b'], 'c')).toBeNull()
    expect(edited('tags: [deep]\n', ['Deep'], 'c')).toBeNull()
    expect(edited('tags:\n  - &x a\n  - b\nother: *x\n', ['a'], null)).toBe('garbled')
  })

  const names = ['sql', 'a b', 'two words', 'calm', '2026', 'a: b', "it's", '"', '#x', 'עברית', '🎨']

  test('equal a plain model; nothing else changes but `updated`, and taken back every byte is as before', () => {
    fc.assert(
      fc.property(
        planText,
        fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
        fc.option(fc.constantFrom(...names)),
        (text, from, to) => {
          const plan = read(text)
          const done = retagDocument(plan, from, to, now)
          if (done === 'garbled') throw new Error('garbled')
          if (done === null) {
            expect(plan.head.tags.filter((tag) => from.includes(tag))).toEqual([])
            return
          }
          const after = read(formatLines(done.lines))
          expect(after.head.tags).toEqual(replaceTagList(plan.head.tags, from, to))
          expect(done.tags).toEqual(after.head.tags)
          const rest = (whole: string) =>
            whole
              .split('\n')
              .filter((line) => !/^(tags:|updated:| {2}- )/.test(line))
              .join('\n')
          expect(rest(formatLines(done.lines))).toBe(rest(text))
          expect(formatLines(revertRetag(after, plan.head.tags, done) ?? [])).toBe(text)
          const [chunk] = after.chunks
          const later = chunk && editChunk(after, chunk.id, { status: 'completed' }, now + 60_000)
          if (!later) return
          const back = formatLines(revertRetag(read(later), plan.head.tags, done) ?? [])
          expect(read(back).head.tags).toEqual(plan.head.tags)
          expect(back).toContain(chunk.title)
          expect(read(back).chunks[0]?.status).toBe('completed')
        },
      ),
      { numRuns: runs(300) },
    )
  })

  test('are not taken back where they were changed since', () => {
    const plan = read(withTags('tags: [a, b]\n'))
    const done = retagDocument(plan, ['a'], 'c', now)
    if (done === null || done === 'garbled') throw new Error('not replaced')
    expect(revertRetag(read(withTags('tags: [c]\n')), ['a', 'b'], done)).toBeNull()
    expect(formatLines(revertRetag(read(withTags('tags:\n  - c\n  - b\n')), ['a', 'b'], done) ?? [])).toBe(
      withTags('tags: [a, b]\n'),
    )
  })
})
