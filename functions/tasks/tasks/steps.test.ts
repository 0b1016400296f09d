import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { stepsOf, withoutStep, withoutTicks, withStep, withTick } from './steps'

const brief = (text: string) => stepsOf(text).map((step) => `${step.isDone ? 'x' : ' '} ${step.text}`)

test.each<[what: string, text: string, steps: string[]]>([
  ['marks of lists', '- [ ] a\n* [x] b\n+ [ ] c\n1. [ ] d\n2) [x] e', ['  a', 'x b', '  c', '  d', 'x e']],
  ['an uppercase sign', '- [X] a', ['x a']],
  ['two spaces before the box', '-  [ ] a', ['  a']],
  ['two lists in one text', '- [ ] a\n- [x] b\n\nMore:\n\n- [ ] c', ['  a', 'x b', '  c']],
  ['empty lines between', '- [ ] a\n- [ ] b\n\n- [x] c\n\n\n- [x] d', ['  a', '  b', 'x c', 'x d']],
  ['nested ones', '- [x] a\n  - [ ] b\n    - [ ] c\n- [x] d', ['x a', '  b', '  c', 'x d']],
  ['nested in an item without a box', '- part 1\n   - [x] a\n- part 2\n   - [ ] b', ['x a', '  b']],
  ['lists in one line', '* - [ ] a\n- [ ] b', ['  a', '  b']],
  ['quotes', '> - [ ] a\n> - [x] b\n\n- [ ] c', ['  a', 'x b', '  c']],
  ['Windows lines', '- [ ] a\r\n- [x] b\r\n', ['  a', 'x b']],
  ['a fenced block', '```\n- [ ] no\n```\n- [ ] a', ['  a']],
  ['an open fence', '- [ ] a\n\n```md\n- [ ] no', ['  a']],
  ['indented code', 'Text\n\n    - [ ] no\n\n- [ ] a', ['  a']],
  ['code in an item', '- [ ] a\n\n  ```\n  - [ ] no\n  ```\n- [ ] b', ['  a', '  b']],
  [
    'other signs',
    '- [ ] a\n- [-] no\n- [/] no\n- [>] no\n- [] no\n- [  ] no\n- [x]no\n- [ ]no\n- [ ] b',
    ['  a', '  b'],
  ],
  ['links and bullets', '- [x](https://example.org) no\n- [a](b) [ ] no\n- no [ ] no\n- [ ] a', ['  a']],
  ['no list', '[ ] no\n\\- [ ] no\n`- [ ] no`', []],
  ['a box below its mark', '-\n  [ ] no\n- [ ] a', ['  a']],
  ['empty boxes', '- [ ]\n- [x] \n- [ ] a', ['  a']],
  ['the same words', '* [ ] thing\n* [x] thing\n* [ ] thing', ['  thing', 'x thing', '  thing']],
  ['words of several lines', '- [ ] a\n  b\nc\n- [ ] d', ['  a b c', '  d']],
  ['markup, emoji, right to left', '- [ ] **a** <b> 👩‍👩‍👧\n- [x] שלום [ ]', ['  **a** <b> 👩‍👩‍👧', 'x שלום [ ]']],
  ['a quote as words', '- [ ] > a', ['  > a']],
])('finds the steps of %s', (_, text, steps) => {
  expect(brief(text)).toEqual(steps)
})

const word = fc.constantFrom(
  'a',
  'b',
  '**c**',
  '[ ]',
  '[x]',
  '🙂',
  'é',
  'שלום',
  '`d`',
  '> e',
  '- f',
  '1. g',
  '<i>',
  '\\',
  '#',
)
const line = fc
  .tuple(
    fc.constantFrom('', '', '', ' ', '  ', '    ', '\t', '> ', '> > '),
    fc.constantFrom('- ', '* ', '+ ', '1. ', '9) ', '-  ', '- - ', '', '```', '---', '# '),
    fc.constantFrom('[ ] ', '[x] ', '[X] ', '[ ] ', '[-] ', '[]', ''),
    fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')),
  )
  .map((parts) => parts.join(''))
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n'))
  // As `cleanText` leaves them.
  .map(([lines, end]) => lines.join(end).trim())
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join(' '))

test('a tick changes one character: that of the step', () => {
  const check = fc.property(text, fc.nat(), fc.boolean(), (text, nth, isDone) => {
    const steps = stepsOf(text)
    const step = steps[nth % Math.max(1, steps.length)]
    if (!step) return
    const ticked = withTick(text, step, isDone)
    expect(ticked.length).toBe(text.length)
    const changed = [...ticked].flatMap((_, index) => (ticked[index] === text[index] ? [] : [index]))
    expect(changed.every((index) => index === step.at)).toBe(true)
    expect(text[step.at]).toMatch(/[ xX]/)
    expect(stepsOf(ticked)).toEqual(steps.map((one) => (one === step ? { ...one, isDone } : one)))
  })
  fc.assert(check, { numRuns: runs(2000) })
})

test('one more step comes behind the others, and changes nothing else', () => {
  const check = fc.property(text, words, (text, words) => {
    const before = brief(text)
    const after = brief(withStep(text, words))
    expect(after).toHaveLength(before.length + 1)
    const place = after.findIndex((one, index) => one !== before[index])
    expect(after.toSpliced(place, 1)).toEqual(before)
    expect(after[place]).toBe(`  ${words}`)
    expect(withStep(text, words).replace(/\s+/g, '').length).toBeGreaterThan(text.replace(/\s+/g, '').length)
  })
  fc.assert(check, { numRuns: runs(2000) })
})

test.each([
  ['', '- [ ] new'],
  ['Ask Ada.', '- [ ] new\n\nAsk Ada.'],
  ['```\ncode', '- [ ] new\n\n```\ncode'],
  ['- [x] a', '- [x] a\n- [ ] new'],
  ['- [x] a\n\nMore', '- [x] a\n- [ ] new\n\nMore'],
  ['Do:\r\n\r\n* [x] a\r\n  * [ ] b\r\n', 'Do:\r\n\r\n* [x] a\r\n  * [ ] b\r\n* [ ] new'],
  ['9. [ ] a\n10. text', '9. [ ] a\n10. [ ] new\n10. text'],
  ['> - [ ] a', '> - [ ] a\n> - [ ] new'],
])('adds to %j', (text, expected) => {
  expect(withStep(text, 'new')).toBe(expected)
})

test('a step goes with what is nested in it', () => {
  const text = 'Do:\n\n- [ ] a\n- [ ] b\n  more\n\n  Notes\n  - [x] c\n    - d\n- [ ] e\n\nEnd'
  const [, step] = stepsOf(text)
  expect(step && withoutStep(text, step)).toEqual({
    text: 'Do:\n\n- [ ] a\n- [ ] e\n\nEnd',
    nested: 'Notes\n- [x] c\n  - d',
  })
})

test('without a step every other line stays', () => {
  const check = fc.property(text, fc.nat(), (text, nth) => {
    const steps = stepsOf(text)
    const step = steps[nth % Math.max(1, steps.length)]
    if (!step) return
    const words = (some: string) => some.split(/[\s>]+/).filter(Boolean)
    const rest = withoutStep(text, step)
    const own = text.split(/\r\n?|\n/).slice(step.line, step.below)
    expect(words([rest.text, rest.nested, ...own].join(' ')).sort()).toEqual(words(text).sort())
  })
  fc.assert(check, { numRuns: runs(2000) })
})

test('a repetition begins with open steps', () => {
  expect(withoutTicks('- [x] a\n- [ ] b\n  1. [X] c\n\n[x] no')).toBe('- [ ] a\n- [ ] b\n  1. [ ] c\n\n[x] no')
})
