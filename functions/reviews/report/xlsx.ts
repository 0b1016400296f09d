import { strToU8, zipSync } from 'fflate'
import { digitsOf } from '../../lib/money'
import { dayNumber } from '../../lib/time/days'
import type { ReportDocument } from './document'
import { columnNames, hoursOf, listsEntries, type TableRow, tableRows } from './tables'

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const moneyFormat = (digits: number) => (digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`)

/** Formats of numbers, whose styles follow those of texts and heads. */
const formats = ['0', '0.00', 'yyyy-mm-dd', ...[0, 1, 2, 3, 4].map(moneyFormat)]
const head = 1

/** Numbers of custom formats begin here. */
const firstFormat = 164

/** Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
const epochDays = 25_569

/** The most characters of a cell. */
const textLimit = 32_767

/** XML has no control characters, and spreadsheets read `_x0041_` as an A. */
const escaped = (value: string) =>
  value
    .slice(0, textLimit)
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those that XML refuses
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replaceAll(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')

/** Texts stay texts: a cell that holds one is no formula. Cells are XML behind their places. */
const text = (value: string | null, style = 0) =>
  value && ` t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(value)}</t></is>`

const figure = (value: number | string | null, format: string) =>
  value === null ? null : ` s="${formats.indexOf(format) + 2}"><v>${Number(value)}</v>`

const day = (date: string | null) => figure(date && dayNumber(date) + epochDays, 'yyyy-mm-dd')

const cellsOf = (row: TableRow, hasEntries: boolean) => {
  const money = moneyFormat(row.currency === null ? 2 : digitsOf(row.currency))
  return [
    ...row.names.map(({ label, date }) => (date ? day(date) : text(label))),
    ...(hasEntries ? [day(row.date), text(row.title), text(row.notes)] : []),
    ...[figure(row.seconds, '0'), figure(row.rounded_seconds, '0'), figure(hoursOf(row), '0.00')],
    ...[figure(row.rate, money), text(row.currency), figure(row.amount, money)],
  ]
}

const each = <T>(list: T[], xml: (one: T, index: number) => string | null) => list.map(xml).join('')

const rowXml = (cells: (string | null)[], index: number) =>
  `<row>${each(cells, (cell, column) => cell && `<c r="${String.fromCharCode(65 + column)}${index + 1}"${cell}</c>`)}</row>`

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const schemas = 'http://schemas.openxmlformats.org'
const main = `xmlns="${schemas}/spreadsheetml/2006/main"`
const office = `${schemas}/officeDocument/2006/relationships`
const relationships = (...targets: [type: string, target: string][]) =>
  `<Relationships xmlns="${schemas}/package/2006/relationships">${each(targets, ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`)}</Relationships>`
const contentType = (part: string, type: string) =>
  `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`

/** The parts of a workbook (ECMA-376) that are the same for all. */
const parts = {
  '[Content_Types].xml': `<Types xmlns="${schemas}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${contentType('workbook', 'sheet.main')}${contentType('styles', 'styles')}${contentType('worksheets/sheet1', 'worksheet')}</Types>`,
  '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
  'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']),
  'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Report" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/styles.xml': `<styleSheet ${main}><numFmts count="${formats.length}">${each(formats, (format, index) => `<numFmt numFmtId="${firstFormat + index}" formatCode="${format}"/>`)}</numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${formats.length + 2}"><xf/><xf fontId="1" applyFont="1"/>${each(formats, (_, index) => `<xf numFmtId="${firstFormat + index}" applyNumberFormat="1"/>`)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
}

/** A spreadsheet of a report: what its CSV has, its numbers as numbers and its dates as dates. */
export const reportXlsx = (document: ReportDocument) => {
  const hasEntries = listsEntries(document)
  const names = columnNames(document.divisions, hasEntries)
  const rows = [names.map((name) => text(name, head)), ...tableRows(document).map((row) => cellsOf(row, hasEntries))]
  const sheet = `<worksheet ${main}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${names.length}" width="14" customWidth="1"/></cols><sheetData>${each(rows, rowXml)}</sheetData></worksheet>`
  const files = Object.entries({ ...parts, 'xl/worksheets/sheet1.xml': sheet })
  return zipSync(Object.fromEntries(files.map(([name, xml]) => [name, strToU8(declaration + xml)]))).buffer
}
