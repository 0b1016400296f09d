import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../../test/support/runs'
import { isPackageName } from '../../../../lib/text/package-name'
import { cleanLine } from '../../../../lib/text/text'
import { appLines, appsHeader, rowsLimit } from '../schema'
import { readCsv } from './read'

const flag = fc.constantFrom<0 | 1>(0, 1)
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('=1+1', "'=1", '+49', '"quoted", twice', '-', '@x', 'ünï 🎮', '\u202eabc'),
)
const app = fc.record({
  package_name: text.filter(isPackageName),
  label: text.map(cleanLine).filter((label) => label !== ''),
  category: text.map((category) => cleanLine(category) || null),
  is_whitelisted: flag,
  is_locked: flag,
})

test('what is exported is read back as it was, with any line ends and after a byte order mark', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(app, { selector: ({ package_name }) => package_name, minLength: 1, maxLength: 8 }),
      fc.constantFrom('\r\n', '\n', '\r'),
      fc.boolean(),
      (apps, ends, marked) => {
        const file = (marked ? '\uFEFF' : '') + (appsHeader + appLines(apps)).replaceAll('\r\n', ends)
        expect(readCsv(file)).toEqual({ apps: apps.map((app, at) => ({ ...app, line: at + 2 })), rejected: [] })
      },
    ),
    { numRuns: runs(60) },
  )
})

const read = (csv: string) => readCsv(csv)

test('columns come in any order and case, booleans in four ways, and two columns can be left out', () => {
  expect(read('Is_Whitelisted,LABEL, package_name\r\nTRUE,A,a\r\n0,B,b\n')).toEqual({
    apps: [
      { line: 2, is_whitelisted: 1, label: 'A', package_name: 'a' },
      { line: 3, is_whitelisted: 0, label: 'B', package_name: 'b' },
    ],
    rejected: [],
  })
  expect(read('package_name,label,category,is_whitelisted,is_locked\na,A,,1,\n')).toMatchObject({
    apps: [{ category: null, is_locked: 0 }],
  })
})

test.each([
  ['', 'The file is empty.'],
  ['package_name,label,is_whitelisted\n', 'no apps below'],
  ['package_name,label\na,A\n', 'Missing columns in the first line: is_whitelisted'],
  [
    'package_name,label,is_whitelisted,colour,Usage\na,A,1,x,y\n',
    'Unknown columns in the first line: \u2068colour\u2069, \u2068usage\u2069',
  ],
  ['package_name,label,is_whitelisted,\na,A,1,\n', 'one without a name'],
  ['package_name,label,is_whitelisted,label\na,A,1,A\n', 'Repeated columns in the first line: \u2068label\u2069.'],
  ['package_name;label;is_whitelisted\na;A;1\n', 'Unknown columns'],
  [`package_name,label,is_whitelisted\n${'a,A,1\n'.repeat(rowsLimit + 1)}`, '5,001 apps; at most 5,000'],
])('%j is refused as a whole', (csv, problem) => {
  expect(read(csv)).toEqual({ problem: expect.stringContaining(problem) })
})

test('each line that is wrong is named by where it starts, blank lines and lines within quotes counted', () => {
  const csv = [
    'package_name,label,is_whitelisted,is_locked',
    'good,"two',
    'lines",1,',
    '',
    'two words,A,1,',
    'b,,perhaps,',
    'c,C,1',
    'good,Again,1,0',
    'd,D,1,maybe',
    'e,"E" x,1,',
  ].join('\r\n')
  const found = read(csv)
  expect('rejected' in found && found.rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'Enter the package name: 1 to 255 characters, without spaces.'],
    [6, 'Enter a label. is_whitelisted must be true or false.'],
    [7, 'This line has 3 columns; the first line has 4.'],
    [8, 'The app is already on line 2.'],
    [9, 'is_locked must be true or false.'],
    [10, expect.stringContaining('after a closing quote')],
  ])
  expect('apps' in found && found.apps).toEqual([
    { line: 2, package_name: 'good', label: 'two lines', is_whitelisted: 1, is_locked: 0 },
  ])
})

test('a quote that opens by mistake swallows no other line', () => {
  const found = read(['package_name,label,is_whitelisted', 'a,"A,1', 'b,B,1', 'c,C",1', 'd,D,0'].join('\n'))
  expect('apps' in found && found.apps.map(({ line }) => line)).toEqual([3, 4, 5])
  expect('rejected' in found && found.rejected.map(({ line }) => line)).toEqual([2])
})
