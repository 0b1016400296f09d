import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'

import { isPackageName } from '../../lib/text/package-name'
import { appsOfList, formatAppList, readLines } from './list-lines'

const listOf = (text: string) => appsOfList(readLines(text))

/** A list in short: `+` allowed, `-` blocked, nothing where it leaves it open. */
const read = (text: string) =>
  listOf(text).apps.map(
    ({ package_name, is_whitelisted }) => `${is_whitelisted === null ? '' : is_whitelisted ? '+' : '-'}${package_name}`,
  )

test('names stand one a line, or between commas, semicolons and blanks, in quotes or not', () => {
  expect(read('\uFEFFa.b\r\nc.d, e.f;g.h\ti.j  k.l\n\n"m.n","o,p" \'q;r\'\n"s""t"')).toEqual([
    ...['a.b', 'c.d', 'e.f', 'g.h', 'i.j', 'k.l', 'm.n', 'o,p', 'q;r', 's"t'],
  ])
})

test('a comment begins a line or stands behind a blank; elsewhere # belongs to the name', () => {
  expect(read('# all of mine\na.b # the browser\nc#\n"#d"')).toEqual(['a.b', 'c#', '#d'])
})

test('a word behind a name says whether the app is allowed', () => {
  expect(read('a,true\nb;FALSE\nc 1\nd\t0\ne,allow,f,Blocked g "yes"\nh')).toEqual([
    ...['+a', '-b', '+c', '-d', '+e', '-f', 'g', 'yes', 'h'],
  ])
  expect(listOf('allow\na').skipped).toEqual([{ line: 1, what: 'allow', reason: 'No app on this line' }])
})

test('a list of packages as Android gives it is read, whatever it was asked for', () => {
  const list = [
    'package:org.a',
    'package:/data/app/~~x==/org.b-y==/base.apk=org.b',
    'package:org.c  installer=com.android.vending',
    'package:org.d uid:10123,1010123',
    'package:org.e versionCode:12 uid:1',
    'package:org.f package:org.g',
    'package:org.h allow',
  ]
  expect(read(list.join('\n'))).toEqual(['org.a', 'org.b', 'org.c', 'org.d', 'org.e', 'org.f', 'org.g', '+org.h'])
})

test('what is no package name is told with its line and why, and what stands twice counts once', () => {
  const long = 'x'.repeat(256)
  const { apps, repeats, skipped } = listOf(`a\n""\n"b c"\n"d\n${long}\n\na a\na,block\na\u0007`)
  expect(apps).toEqual([{ line: 1, package_name: 'a', is_whitelisted: null }])
  expect(repeats).toBe(2)
  expect(skipped).toEqual([
    { line: 2, what: 'Entry', reason: 'Empty entry' },
    { line: 3, what: 'b c', reason: 'Package names can’t contain spaces or control characters' },
    { line: 4, what: '"d', reason: 'Missing closing quote' },
    { line: 5, what: long, reason: 'Longer than 255 characters' },
    { line: 8, what: 'a', reason: 'Conflicts with line 1 (line 1 wins)' },
    { line: 9, what: 'a\u0007', reason: 'Package names can’t contain spaces or control characters' },
  ])
})

test('whatever apps are called, a list that is written is read back as it was', () => {
  const name = fc.string({
    unit: fc.constantFrom(...'a",;#\'=:/1', 'שלום', '😀', '\u200F'),
    minLength: 1,
    maxLength: 8,
  })
  const app = fc.record({ package_name: name, is_whitelisted: fc.boolean() })
  fc.assert(
    fc.property(fc.uniqueArray(app, { selector: ({ package_name }) => package_name, maxLength: 8 }), (apps) => {
      const { apps: again, repeats, skipped } = listOf(formatAppList(apps))
      expect(again.map(({ line: _, ...rest }) => rest)).toEqual(apps)
      expect({ repeats, skipped }).toEqual({ repeats: 0, skipped: [] })
    }),
    { numRuns: runs(40) },
  )
})

test('whatever is pasted, each app is a package name, stands once, and on its line', () => {
  const text = fc.string({ unit: fc.constantFrom(...'a",;#\'=:/1 \t\n\r'), maxLength: 60 })
  fc.assert(
    fc.property(text, (typed) => {
      const { apps, skipped } = listOf(typed)
      const lines = typed.split(/\r\n|\r|\n/).length
      expect(apps.every(({ package_name }) => isPackageName(package_name))).toBe(true)
      expect(new Set(apps.map(({ package_name }) => package_name)).size).toBe(apps.length)
      for (const { line } of [...apps, ...skipped]) expect(line >= 1 && line <= lines).toBe(true)
    }),
    { numRuns: runs(40) },
  )
})
