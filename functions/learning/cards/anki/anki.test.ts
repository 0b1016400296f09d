import fc from 'fast-check'
import { expect, test } from 'vitest'
import blocks from '../../../../test/data/reports/anki-html-blocks.txt?raw'
import nested from '../../../../test/data/reports/anki-nested-cloze.txt?raw'
import padded from '../../../../test/data/reports/anki-padded-head.csv?raw'
import stray from '../../../../test/data/reports/anki-stray-quote.txt?raw'
import { runs } from '../../../../test/support/runs'
import { anyDamage, damagedText } from '../file/testing'
import { ankiText, readAnki } from './read'

const side = fc.constantFrom(
  'Uno',
  '# one',
  'with\ttab',
  '"quoted"',
  'two\nlines',
  "it's",
  '🚀, so',
  '#separator:comma',
  'a;b',
)

test('cards written for Anki are the same when they are read', () => {
  const cards = fc.array(
    fc.record({ question: side, answer: side, tags: fc.uniqueArray(fc.constantFrom('verb', 'a_b', 'año')) }),
  )
  fc.assert(
    fc.property(cards, (made) => {
      expect(readAnki(ankiText(made))).toMatchObject({ cards: made, rejected: [] })
    }),
  )
})

test('Anki’s own export is read: HTML, decks, identifiers and tags, and rows that are no cards are named', () => {
  const text = [
    '#separator:tab',
    '#html:true',
    '#guid column:1',
    '#notetype column:2',
    '#deck column:3',
    '#tags column:6',
    'x1\tBasic\tSpanish\tuno &amp; <b>dos</b>\t"one<br>two <img src=""x.png"">"\tverb es',
    'x2\tBasic\tSpanish\t\tanswer\t',
    'x3\tBasic\tSpanish\tonly a question\t\t',
    '',
  ].join('\n')
  const reason = 'A card has a question, an answer and tags.'
  expect(readAnki(text)).toEqual({
    cards: [{ question: 'uno & dos', answer: 'one\ntwo', tags: ['verb', 'es'], line: 7 }],
    leftOut: [
      { line: 7, what: 'Picture x.png', reason: 'Cards have text alone.' },
      ...['guid', 'notetype', 'deck'].map((what) => ({ line: 7, what, reason })),
    ],
    rejected: [
      { line: 8, message: 'This card has no question.' },
      { line: 9, message: 'This card has no answer.' },
    ],
  })
  expect(readAnki('a;b;x y\nc;"d\ne"').cards).toEqual([
    { question: 'a', answer: 'b', tags: ['x', 'y'], line: 1 },
    { question: 'c', answer: 'd\ne', tags: [], line: 2 },
  ])
})

const read = (text: string) => {
  const { cards, rejected, leftOut } = readAnki(text)
  return {
    cards: cards.map(({ question, answer, tags }) => [question, answer, ...tags].join(' | ')),
    left: [
      ...leftOut.map(({ line, what }) => `${line} ${what}`),
      ...rejected.map(({ line, message }) => `${line} ${message}`),
    ],
  }
}

test.each([
  ['anki-padded-head.csv', padded, ['Capital of Norway? | Oslo | Geo::North', 'Capital of Peru? | Lima | Geo::South']],
  ['anki-html-blocks.txt', blocks, ['What are the primary colours? | red\nyellow\nblue', 'Two lines\nhere? | yes\nok']],
  [
    'anki-stray-quote.txt',
    stray,
    [
      'first question | first answer',
      'Well he said: what is the tone? | calm',
      'third question | third answer',
      'fourth question | fourth answer',
    ],
  ],
  [
    'anki-nested-cloze.txt',
    nested,
    [
      '{{c1::Canberra was founded}} in 1913 | Canberra was founded',
      'Canberra was {{c2::founded}} in 1913 | founded',
      '{{c1::\\frac{a}{b}}} is a ratio | \\frac{a}{b',
    ],
  ],
])('the report %s is read as Anki does', (_, text, cards) => expect(read(text)).toEqual({ cards, left: [] }))

/** Name, text, cards, and parts that are left out. */
test.each<[string, string, string[], string[]?]>([
  ['tabs before all others', 'a, b; c\td', ['a, b; c | d']],
  ['bars', 'a, b|c', ['a, b | c']],
  ['semicolons', 'a, b;c', ['a, b | c']],
  ['colons', 'a:b\nc:d', ['a | b', 'c | d']],
  ['commas, where a colon does not part each row', 'What: a,b\nc,d', ['What: a | b', 'c | d']],
  ['a separator by its name in any case', '#separator:PIPE\na\tb|c', ['a\tb | c']],
  ['a separator by its sign', '#separator:;\na,b;c', ['a,b | c']],
  ['a padded sign', '#separator:;;;\na,b;c', ['a,b | c']],
  ['spaces, only where the head says so', '#separator:Space\na b', ['a | b']],
  ['no such separator', '#separator:dot\na\tb', ['a | b'], ['1 #separator:dot']],
  ['a tab as two characters', '#separator:\\t\na, b\tc;d\ne\tf', ['a, b | c;d', 'e | f']],
  ['a tab as two characters without tabs', '#separator:\\t\na;b', ['a | b'], ['1 #separator:\\t']],
  ['a tab as a tab', '#separator:\t\na, b\tc', ['a, b | c']],
  ['a separator behind a space', '#separator: Tab\na, b\tc', ['a, b | c']],
  ['a key in capitals with spaces', '# Separator :semicolon\na, b;c', ['a, b | c']],
  ['an equals sign', '#separator=;\na;b', ['a | b'], ['1 #separator=;']],
  ['HTML by another word', '#html:yes\na<br>c\tb', ['a\nc | b'], ['1 #html:yes']],
  ['a column that is no number', '#separator:tab\n#tags column:last\na\tb\tx', ['a | b | x'], ['2 #tags column:last']],
  ['a mark before the head', '\uFEFF#separator:Semicolon\na;b', ['a | b']],
  ['CRLF', '#separator:tab\r\n#html:false\r\na\tb\r\n\r\nc\td\r\n', ['a | b', 'c | d']],
  ['CR', 'a\tb\rc\td\r', ['a | b', 'c | d']],
  ['tags for all', '#separator:tab\n#tags:x y\na\tb\tz', ['a | b | x | y | z']],
  ['padded tags for all', '#separator:Comma,,\n#tags:x y,,\na,b,z', ['a | b | x | y | z']],
  ['the old head of tags', 'tags: x y\na\tb', ['a | b | x | y']],
  ['a column of tags', '#separator:tab\n#tags column:1\nx y\ta\tb', ['a | b | x | y']],
  ['a padded column of tags', '#separator:Comma,\n#tags column:3,,\na,b,x', ['a | b | x']],
  ['names of columns', '#separator:Comma\n#columns:Tags,Back,Front\nx,b,a', ['a | b | x']],
  ['names that say nothing', '#separator:Comma\n#columns:Word,Meaning,More,Kind\na,b,,x', ['a | b'], ['3 Kind']],
  [
    'a note type and a deck for all',
    '#notetype:Basic\n#deck:Geo\na\tb',
    ['a | b'],
    ['1 #notetype:Basic', '2 #deck:Geo'],
  ],
  ['how duplicates go', '#separator:tab\n#if matches:keep both\na\tb', ['a | b']],
  ['comments in the head', '# my deck\n#separator:tab\na\tb', ['a | b'], ['1 # my deck']],
  ['comments among rows', 'a\tb\n#c\td\n"#e"\tf', ['a | b', '#e | f'], ['2 #c\td']],
  ['columns beyond', 'a\tb\tx\tmore\nc\td\t\tmore', ['a | b | x', 'c | d'], ['1 Column 4']],
  ['a cell beyond the first row', 'a\tb\nc\td\te\n', ['a | b', 'c | d'], ['2 Column 3']],
  ['a quote within a field', 'a "b" c\td', ['a "b" c | d']],
  ['two quotes within quotes', '"a ""b"""\tc', ['a "b" | c']],
  ['text behind a quote', '"a" b\t"c"d', ['a b | cd']],
  ['two lines in quotes', '"a\nb"\tc\nd\te', ['a\nb | c', 'd | e']],
  ['a quote that stays open', 'a\tb\n"c\td\ne\tf\n', ['a | b'], ['2 Line', '3 Line', '2 This card has no answer.']],
  [
    'a quote that takes rows',
    'a\tb\n"c\td\ne\tf\n"g\th',
    ['a | b', 'c\td\ne\tf\ng | h'],
    ['2 Line', '3 Line', '4 Line'],
  ],
  ['HTML that the head does not name', 'a<br>b\t&lt;c&gt;', ['a\nb | <c>']],
  ['no HTML by the head', '#html:false\na<br>b\t&lt;', ['a<br>b | &lt;']],
  ['signs that are no HTML', 'a < b\tList<String> > c', ['a < b | List<String> > c']],
  ['entities without HTML', 'a &amp; b\tc', ['a &amp; b | c']],
  ['pictures', '#html:true\na\tb<img src=x.png>', ['a | b'], ['2 Picture x.png']],
  ['a picture alone', '#html:true\na\t"<img src=""x.png"">"', [], ['2 Picture x.png', '2 This card has no answer.']],
  ['sounds', 'a [sound:x.mp3]\tb', ['a | b'], ['1 Sound x.mp3']],
  ['items and cells', '#html:true\na\t<ul><li>b<li>c</ul><table><tr><td>d<td>e</table>', ['a | - b\n- c\nd\te']],
  ['a cloze with its answer beside', '{{c1::a::hint}} b\tmore', ['{{c1::a::hint}} b | more']],
])('Anki’s text: %s', (_, text, cards, left = []) => expect(read(text)).toEqual({ cards, left }))

test('a quote that ends before the text of the next row names both lines', () => {
  const { cards, leftOut } = readAnki('a\tb\nc\t"d\n"e\tf\ng\th\n')
  expect(cards.map(({ question }) => question)).toEqual(['a', 'c', 'g'])
  expect(leftOut.map(({ line, what }) => `${line} ${what}`)).toEqual(['2 Line', '3 Line', '2 Column 3'])
})

test('each row of a damaged text comes in, or is named', () => {
  const signs = '" " \t , ; \n \r\n \r # <b> <br {{c1:: }} #html:true\n'.split(' ')
  const file = fc.record({
    head: fc.constantFrom('', '#separator:tab\n', '#separator:tab\n#html:true\n', '#separator:tab\n#tags column:3\n'),
    count: fc.integer({ min: 2, max: 8 }),
    ...anyDamage([...signs, ' '], 2),
  })
  fc.assert(
    fc.property(file, ({ head, count, letter, ...damage }) => {
      const body = Array.from({ length: count }, (_, n) => `qu${n}qu\tan${n}an${letter}\n`).join('')
      const text = damagedText(head, body, damage)
      const { cards, rejected, leftOut } = readAnki(text)
      const named = new Set([...rejected, ...leftOut].map(({ line }) => line))
      const written = cards.map((one) => [one.question, one.answer, ...one.tags].join('\n'))
      for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
        for (const [word] of line.matchAll(/(qu|an)\d\1/g)) {
          const isIn = written.some((one) => one.includes(word))
          expect([text, index + 1, word, isIn || named.has(index + 1)]).toEqual([text, index + 1, word, true])
        }
      }
    }),
    { numRuns: runs(10_000) },
  )
})
