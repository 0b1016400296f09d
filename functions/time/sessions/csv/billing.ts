import { digitsOf, isCurrency, parseAmount } from '../../../lib/money'
import type { Billing } from '../schema'

const noRate = { hourly_rate: null, currency: null }

/** Names of columns, such as `Billable Rate (USD)` and `Amount ()`, which contain the currency. */
const names = {
  billable: /^billable()$/i,
  rate: /^(?:billable |hourly )rate(?: \(([a-z]{3})?\))?$|^hourly_rate()$/i,
  amount: /^(?:billable )?amount(?: \(([a-z]{3})?\))?$/i,
  currency: /^currency()$/i,
}

/** Parses `1,234.50`, `1.234,50`, `80.0000`, `$80` or `80` to an integer in the currency's smallest unit; else null. */
const readNumber = (cell: string, currency: string) => {
  const plain = cell.replace(/[^\d.,-]/g, '').replace(/[.,](?=.*[.,])/g, '')
  const [whole = '', digits = ''] = plain.split(/[.,]/)
  // Three digits after the only separator are thousands, unless the currency has three decimals.
  const isGrouped = digits.length === 3 && digitsOf(currency) < 3
  return parseAmount(isGrouped ? whole + digits : `${whole}.${digits.replace(/0+$/, '')}`.replace(/\.$/, ''), currency)
}

const billables = new Map<string, 0 | 1>([
  ...['yes', 'true', '1'].map((yes) => [yes, 1] as const),
  ['no', 0],
  ['false', 0],
  ['0', 0],
])

const columnsIn = (header: string[]) => {
  const found = Object.entries(names).map(([name, pattern]) => {
    const index = header.findIndex((label) => pattern.test(label.trim()))
    const [, ...codes] = pattern.exec(header[index]?.trim() ?? '') ?? []
    return [name, { index, code: codes.find(Boolean) }] as const
  })
  const columns = new Map(found)
  return (name: keyof typeof names) => columns.get(name) ?? { index: -1, code: undefined }
}

/** Columns that `billingReader` uses. An amount needs its currency. */
export const billingReads = (header: string[]) => {
  const at = columnsIn(header)
  const hasCurrency = at('currency').index >= 0 || at('rate').code !== undefined || at('amount').code !== undefined
  const read = hasCurrency ? (['billable', 'rate', 'amount', 'currency'] as const) : (['billable'] as const)
  return read.map((name) => at(name).index)
}

/** Reads if a row is billable, and its hourly rate. Without a rate, computes it from the amount. */
export const billingReader = (header: string[]) => {
  const at = columnsIn(header)
  return (cells: string[], seconds: number): Billing => {
    const cell = (name: keyof typeof names) => cells[at(name).index]?.trim() ?? ''
    const billable = billables.get(cell('billable').toLowerCase()) ?? null
    const currency = (cell('currency') || at('rate').code || at('amount').code || '').toUpperCase()
    if (!isCurrency(currency)) return { billable, ...noRate }
    const amount = readNumber(cell('amount'), currency)
    const hourly_rate =
      readNumber(cell('rate'), currency) ?? (amount && seconds > 0 ? Math.round((amount * 3600) / seconds) : null)
    return { billable, ...(hourly_rate === null ? noRate : { hourly_rate, currency }) }
  }
}
