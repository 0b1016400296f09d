/** ISO 4217 codes. Amounts are integers in a currency's smallest unit; rates are such amounts per hour. */

const codes = new Set(Intl.supportedValuesOf('currency'))

/** True for a currency of ISO 4217. */
export const isCurrency = (code: string) => codes.has(code)

/** Number of decimals: 2 for EUR, 0 for JPY, 3 for KWD. */
export const digitsOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Parses `80`, `80.00` or `80,50`. Null if invalid, with too many decimals, or from one billion on. */
export const parseAmount = (text: string, currency: string): number | null => {
  const [, whole, rest = ''] = /^(\d{1,9})(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? []
  const digits = digitsOf(currency)
  if (whole === undefined || rest.length > digits) return null
  return Number(whole + rest.padEnd(digits, '0'))
}

/** Formats without currency: `80.00`. */
export const amountText = (amount: number, currency: string) => {
  const digits = digitsOf(currency)
  const text = String(amount).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** Formats with currency: `€1,280.00`. */
export const money = (amount: number, currency: string) =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amountText(amount, currency) as `${number}`)

/** Divides by 3600 and rounds half up. @param sum seconds × rate */
const rounded = (sum: bigint) => Number((2n * sum + 3600n) / 7200n)

/** The amount for whole seconds at a rate, rounded half up once. */
export const amountOf = (seconds: number, hourlyRate: number) => rounded(BigInt(seconds) * BigInt(hourlyRate))

/** Parses a rate with its currency from `rateOf` (ledger/terms.ts): `8000 EUR`. */
export const readRate = (text: string) => {
  const [hourlyRate = '', currency = ''] = text.split(' ')
  return { hourly_rate: Number(hourlyRate), currency }
}

/** `amount` is in the currency's smallest unit. */
export type Amount = { currency: string; amount: number }

/** Total amounts, one for each currency, each rounded once. */
export const amountsOf = (rows: { rate: string; seconds: number }[]): Amount[] => {
  const sums = new Map<string, bigint>()
  for (const { rate, seconds } of rows) {
    const { hourly_rate, currency } = readRate(rate)
    if (seconds > 0) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(seconds) * BigInt(hourly_rate))
  }
  return [...sums].sort().map(([currency, sum]) => ({ currency, amount: rounded(sum) }))
}

/** Formats a rate: `80.00 EUR`; empty without a rate. */
export const rateText = ({ hourly_rate, currency }: { hourly_rate: number | null; currency: string | null }) =>
  hourly_rate === null || currency === null ? '' : `${amountText(hourly_rate, currency)} ${currency}`
