import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { amountOf, amountText, digitsOf, isCurrency, money, parseAmount } from './money'

const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLP')

describe('an amount', () => {
  test('is read as it is written, with a point or a comma', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9 - 1), currencies, (amount, currency) => {
        const text = amountText(amount, currency)
        expect(parseAmount(text, currency)).toBe(amount)
        expect(parseAmount(` ${text.replace('.', ',')} `, currency)).toBe(amount)
      }),
      { numRuns: runs(300) },
    )
  })

  test.each([
    ['80', 'EUR', 8000],
    ['80.5', 'EUR', 8050],
    ['80,50', 'EUR', 8050],
    ['0', 'EUR', 0],
    ['80', 'JPY', 80],
    ['1.234', 'KWD', 1234],
    ['999999999.99', 'EUR', 99_999_999_999],
    ...['80.555', '-1', '1e3', '1000000000', '', '.5', '5.', '1 000', '1,000.50', 'NaN', '٨٠', '80 €'].map(
      (text) => [text, 'EUR', null] as const,
    ),
    ['80.5', 'JPY', null],
  ] as const)('%j in %s is %j', (text, currency, amount) => {
    expect(parseAmount(text, currency)).toBe(amount)
  })

  test('is shown with the digits of its currency', () => {
    expect([money(128_000, 'EUR'), money(1_280, 'JPY'), money(5, 'KWD').replace('\u00a0', ' ')]).toEqual([
      '€1,280.00',
      'JP¥1,280',
      'KWD 0.005',
    ])
    expect([digitsOf('EUR'), digitsOf('JPY'), digitsOf('KWD')]).toEqual([2, 0, 3])
    expect(['EUR', 'XAF', 'eur', 'AAA', '', 'EURO', 'constructor'].map(isCurrency)).toEqual([
      ...[true, true, false, false, false, false, false],
    ])
  })

  test('of a time at a rate is rounded half up once', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10 ** 9), (seconds, rate) => {
        const exact = BigInt(seconds) * BigInt(rate)
        const rest = exact % 3600n
        expect(amountOf(seconds, rate)).toBe(Number(exact / 3600n + (rest >= 1800n ? 1n : 0n)))
      }),
      { numRuns: runs(300) },
    )
    expect([amountOf(1800, 2750), amountOf(900, 2750), amountOf(50 * 60, 10_000), amountOf(18, 100)]).toEqual([
      ...[1375, 688, 8333, 1],
    ])
  })
})
