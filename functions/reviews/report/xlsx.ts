import writeXlsxFile from 'write-excel-file/universal'
import { digitsOf } from '../../lib/money'
import type { ReportDocument } from './document'
import { columnNames, listsEntries, rowValues, tableRows } from './tables'

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const moneyFormat = (currency: string) => {
  const digits = digitsOf(currency)
  return digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`
}

/** Texts stay texts: a cell that holds one is no formula. */
const text = (value: string) => ({ value, type: String })

const figure = (value: number | null, format: string) => (value === null ? null : { value, type: Number, format })

/** A spreadsheet of a report: what its CSV has, its numbers as numbers. */
export const reportXlsx = async (document: ReportDocument) => {
  const hasEntries = listsEntries(document)
  const rows = tableRows(document).map((row) => {
    const money = row.currency === null ? '0.00' : moneyFormat(row.currency)
    const values = rowValues(row, hasEntries)
    const first = values.length - 6
    return values.map((value, column) => {
      if (value === null) return null
      if (column < first || column === values.length - 2) return text(String(value))
      if (column < first + 2) return figure(Number(value), '0')
      return figure(Number(value), column === first + 2 ? '0.00' : money)
    })
  })
  const header = columnNames(document.divisions, hasEntries).map((name) => ({
    ...text(name),
    fontWeight: 'bold' as const,
  }))
  const file = await writeXlsxFile([header, ...rows], { sheet: 'Report', stickyRowsCount: 1 }).toBlob()
  return file.arrayBuffer()
}
