import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDifferences } from './line-differences'

const texts = (lines: { text: string }[]) => lines.map(({ text }) => text)

test('tells the lines that differ, with their numbers', () => {
  const found = lineDifferences('a\nb\nc\nd', 'a\nx\nc\nd\ne')
  expect(found).toEqual({
    ours: [{ number: 2, text: 'b' }],
    theirs: [
      { number: 2, text: 'x' },
      { number: 5, text: 'e' },
    ],
  })
})

test('line endings are no difference', () => {
  expect(lineDifferences('a\r\nb\r\n', 'a\nb\n')).toEqual({ ours: [], theirs: [] })
})

test('a line that repeats is told where it is', () => {
  expect(lineDifferences('x\na\nx\nb\nx', 'x\na\ny\nb\nx')).toEqual({
    ours: [{ number: 3, text: 'x' }],
    theirs: [{ number: 3, text: 'y' }],
  })
})

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })

test('without their differing lines two texts are the same', () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const { ours, theirs } = lineDifferences(a.join('\n'), b.join('\n'))
      const without = (all: string[], left: { number: number }[]) =>
        (all.length === 0 ? [''] : all).filter((_, index) => !left.some(({ number }) => number === index + 1))
      expect(without(a, ours)).toEqual(without(b, theirs))
    }),
  )
})

test('long texts that share nothing differ in every line', () => {
  const many = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word} ${n}`).join('\n')
  const found = lineDifferences(`${many('a')}\nsame`, `same\n${many('b')}`)
  expect([found.ours.length, found.theirs.length]).toEqual([20_000, 20_000])
  expect(texts(found.ours)).not.toContain('same')
})
