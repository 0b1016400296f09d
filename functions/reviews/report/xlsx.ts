import { type CellStyle, type CellValue, writeXlsx } from 'hucre/xlsx'
import { digitsOf } from '../../lib/money'
import type { ReportDocument } from './document'
import { columnNames, hoursOf, listsEntries, type ReportTableRow, tableRows } from './tables'

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Maximum number of characters in a cell. */
const textLimit = 32_767

type Cell = { value: CellValue; style?: CellStyle }

/** Escapes control characters, which XML forbids, and text such as `_x0041_`, which spreadsheets decode. */
const text = (value: string | null): Cell => ({
  value:
    value
      ?.slice(0, textLimit)
      .toWellFormed()
      .replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
      .replaceAll(/_(?=x[\da-f]{4}_)/gi, '_x005F_') || null,
})

const figure = (value: number | string | null, numFmt: string): Cell => ({
  value: value === null ? null : Number(value),
  style: { numFmt },
})

const day = (date: string | null): Cell => ({
  value: date && new Date(`${date}T00:00:00Z`),
  style: { numFmt: 'yyyy-mm-dd' },
})

const cellsOf = (row: ReportTableRow, hasEntries: boolean) => {
  const digits = row.currency === null ? 2 : digitsOf(row.currency)
  const money = digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`
  return [
    ...row.names.map(({ label, date }) => (date ? day(date) : text(label))),
    ...(hasEntries ? [day(row.date), text(row.title), text(row.notes)] : []),
    ...[figure(row.seconds, '0'), figure(row.rounded_seconds, '0'), figure(hoursOf(row), '0.00')],
    ...[figure(row.rate, money), text(row.currency), figure(row.amount, money)],
  ]
}

/** Spreadsheet of a report, with the same columns as its CSV. Numbers and dates are typed cells. */
export const reportXlsx = async (document: ReportDocument) => {
  const hasEntries = listsEntries(document)
  const names = columnNames(document.divisions, hasEntries)
  const head = names.map((value): Cell => ({ value, style: { font: { bold: true } } }))
  const rows = [head, ...tableRows(document).map((row) => cellsOf(row, hasEntries))]
  const styled = rows.flatMap((cells, y) =>
    cells.flatMap((cell, x) => (cell.value !== null && cell.style ? [[`${y},${x}`, cell] as const] : [])),
  )
  return writeXlsx({
    sheets: [
      {
        name: 'Report',
        rows: rows.map((cells) => cells.map(({ value }) => value)),
        cells: new Map(styled),
        columns: names.map(() => ({ width: 14 })),
        freezePane: { rows: 1 },
      },
    ],
  })
}
