import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { deleteChunk } from './markdown/blocks'
import { linesOf } from './markdown/lines'
import { type ReadPlan, readPlan } from './markdown/read'
import { applyEdits, planText, someEdits } from './markdown/testing'
import { mergeBlocks } from './merge-blocks'
import { parseDerived, personalText, sharedText } from './shared/document'
import { knotsText } from './testing'

const sides = fc.record({ base: planText, mine: someEdits, theirs: someEdits }).map(({ base, mine, theirs }) => ({
  base,
  mine: applyEdits(base, mine, 'mine'),
  theirs: applyEdits(base, theirs, 'theirs'),
}))

/** Lines that count: blank ones, separators, moments and numbers of chunks follow from the others. */
const wordsOf = (text: string) =>
  linesOf(text)
    .map((line) => line.text.trim().replace(/^## Chunk \d+/, '## Chunk'))
    .filter((line) => line !== '' && line !== '---' && !line.startsWith('updated:'))

/** Lines of a text that another has less often. */
const added = (text: string, before: string) => {
  const left = new Map<string, number>()
  for (const line of wordsOf(before)) left.set(line, (left.get(line) ?? 0) + 1)
  return wordsOf(text).filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}

const check = (property: fc.IPropertyWithHooks<unknown[]> | fc.IRawProperty<unknown>) =>
  fc.assert(property as fc.IRawProperty<unknown>, { numRuns: runs(2000, 40) })

describe('a merge', () => {
  test('with a side that changed nothing, or the same, is the other side', () =>
    check(
      fc.property(sides, ({ base, mine }) => {
        expect(mergeBlocks(base, mine, base)).toEqual({ text: mine, conflicts: [] })
        expect(mergeBlocks(base, base, mine)).toEqual({ text: mine, conflicts: [] })
        expect(mergeBlocks(base, mine, mine)).toEqual({ text: mine, conflicts: [] })
      }),
    ))

  test('loses no line of either side silently, and is readable', () =>
    check(
      fc.property(sides, ({ base, mine, theirs }) => {
        const { text, conflicts } = mergeBlocks(base, mine, theirs)
        expect(readPlan(text)).not.toHaveProperty('errors')
        const known = (side: 'mine' | 'theirs') =>
          new Set([...wordsOf(text), ...conflicts.flatMap((conflict) => wordsOf(conflict[side]))])
        const [inMine, inTheirs] = [known('mine'), known('theirs')]
        expect(added(mine, base).filter((line) => !inMine.has(line))).toEqual([])
        expect(added(theirs, base).filter((line) => !inTheirs.has(line))).toEqual([])
      }),
    ))

  test('is the same from both sides but for the order of what both insert', () =>
    check(
      fc.property(sides, ({ base, mine, theirs }) => {
        const [one, other] = [mergeBlocks(base, mine, theirs), mergeBlocks(base, theirs, mine)]
        const turned = other.conflicts.map(({ mine: a, theirs: b }) => ({ mine: b, theirs: a }))
        const both = one.conflicts.map(({ mine: a, theirs: b }) => ({ mine: a, theirs: b }))
        const sorted = (all: object[]) => all.map((conflict) => JSON.stringify(conflict)).sort()
        expect(sorted(both)).toEqual(sorted(turned))
        if (both.length === 0) expect(wordsOf(one.text).sort()).toEqual(wordsOf(other.text).sort())
      }),
    ))

  test('of edits of different blocks has both, and asks about one that both changed', () => {
    const base = knotsText('knots')
    const mine = base.replace('Bowline', 'Bowline on a bight').replace('# Introduction', '# Introduction\n\nMine.')
    const theirs = base
      .replace('title: Knots', 'title: All knots')
      .replace('not-started', 'completed')
      .replace('30 minutes', '45 minutes')
    const { text, conflicts } = mergeBlocks(base, mine, theirs)
    expect(conflicts).toEqual([])
    for (const word of ['on a bight', 'Mine.', 'All knots', '45 minutes']) expect(text).toContain(word)
    const unlike = base.replace('Tie it blindfolded', 'Tie it with one hand')
    const other = base.replace('Tie it blindfolded', 'Tie it in the dark').replace('Sheet bend', 'Double sheet bend')
    expect(mergeBlocks(base, unlike, other)).toEqual({
      text: unlike.replace('Sheet bend', 'Double sheet bend'),
      conflicts: [
        {
          label: 'Bowline: objectives',
          mine: '**Objectives**:\n- Tie it with one hand',
          theirs: '**Objectives**:\n- Tie it in the dark',
        },
      ],
    })
  })

  test('keeps what one side changed and the other deleted in conflict', () => {
    const base = knotsText('knots')
    const [plan] = [parseDerived(base)]
    const without = deleteChunk(plan, 'chunk-001', 0) ?? ''
    const changed = base.replace('Bowline', 'Bowline on a bight')
    expect(mergeBlocks(base, without, changed).conflicts).toMatchObject([
      { label: 'Bowline on a bight', mine: '', theirs: expect.stringContaining('on a bight') },
    ])
  })
})

test('a text for somebody else differs only in what is their own', () =>
  check(
    fc.property(sides, ({ mine, theirs }) => {
      const [document, own] = [parseDerived(mine), parseDerived(theirs)]
      const text = parseDerived(personalText(document, own))
      expect(sharedText(text)).toBe(sharedText(document))
      const statusOf = (plan: ReadPlan, id: string) => plan.chunks.find((chunk) => chunk.id === id)?.status
      for (const { id } of text.chunks) {
        expect(statusOf(text, id)).toBe(statusOf(own, id) ?? 'not_started')
      }
      expect([text.head.status, text.head.tags]).toEqual([own.head.status, own.head.tags])
      expect(personalText(document, document)).toBe(mine)
      expect(parseDerived(personalText(document, { id: 'copy' })).head.id).toBe('copy')
    }),
  ))
