import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { csv, csvRecords, guard, unguard } from './csv'

const risky = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']

test.each(risky)('a cell that begins with %j is guarded, and read back as it was', (sign) => {
  for (const text of [sign, `${sign}1+1`, `'${sign}1`, `''${sign}`]) {
    const line = csv(['a'], [[text]])
    expect(line).toMatch(/^a\r\n"?'/)
    const [, record] = csvRecords(line.replace(/\r\n$/, ''))
    expect(record?.cells.map(unguard)).toEqual([text])
  }
})

test('any table is read back as it was written', () => {
  const text = fc
    .array(
      fc.oneof(fc.constantFrom(...risky, '"', ',', ' ', "'", '\r\n', '\uFEFF', 'é'), fc.string({ unit: 'grapheme' })),
    )
    .map((parts) => parts.join('').replaceAll('\0', ''))
  const table = fc.array(fc.tuple(fc.constant('x'), text, text, fc.constant('z')), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(table, (rows) => {
      const [, ...records] = csvRecords(csv(['a', 'b', 'c', 'd'], rows))
      expect(records.map(({ cells }) => cells.map(unguard))).toEqual(rows)
    }),
    { numRuns: runs(200) },
  )
})

test('text without a sign in front stays as it is', () => {
  for (const text of ['a', ' =1', '1-1', "'a", '']) expect(guard(text)).toBe(text)
})
