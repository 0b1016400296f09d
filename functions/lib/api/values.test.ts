import { expect, test } from 'vitest'
import { dateInput, instantInput, listPage, pageCursor } from './values'

const said = (schema: typeof dateInput | typeof instantInput, given: unknown) =>
  schema.safeParse(given).error?.issues.map(({ message }) => message)

test.each([
  ['2026-02-30', 'Enter a date that exists, from 1970 to 2199'],
  ['0001-01-01', 'Enter a date that exists, from 1970 to 2199'],
  ['9999-12-31', 'Enter a date that exists, from 1970 to 2199'],
  ['2026-3-8', 'Enter a date, such as 2026-03-08'],
  [20260308, 'Enter a date, such as 2026-03-08'],
])('of %j as a date is said what is wrong with it', (given, message) => {
  expect(said(dateInput, given)).toEqual([message])
})

test.each([
  ['2026-02-30T09:30:00Z', 'Enter an instant from 1970 to 2199'],
  ['1969-12-31T09:30:00Z', 'Enter an instant from 1970 to 2199'],
  ['2026-03-08T25:30:00Z', 'Enter an instant from 1970 to 2199'],
  ['2026-03-08T09:30:00', 'Enter an instant in ISO 8601 with its offset, such as 2026-03-08T09:30:00.000Z'],
])('of %j as an instant is said what is wrong with it', (given, message) => {
  expect(said(instantInput, given)).toEqual([message])
})

test('an instant is taken with any offset', () => {
  const instant = Date.parse('2026-03-08T09:30:00Z')
  for (const given of ['2026-03-08T09:30Z', '2026-03-08T15:00:00.000+05:30', '2026-03-08T01:30:00.0-08:00']) {
    expect([given, instantInput.parse(given)]).toEqual([given, instant])
  }
})

test('a page has a cursor only where a row follows it', () => {
  const page = (rows: string[]) =>
    listPage(
      rows,
      2,
      (row) => row,
      (row) => row,
    )
  expect(page(['a', 'b'])).toEqual({ items: ['a', 'b'], next_cursor: null })
  expect(page(['a', 'b', 'c'])).toEqual({ items: ['a', 'b'], next_cursor: pageCursor('b') })
})
