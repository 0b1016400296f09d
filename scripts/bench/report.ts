import type { Bytes, Measured, Weight } from './figures'

/** A line of the table; `measured` null where there was nothing to measure. */
export type Line = { name: string; years: number | null; measured: Measured | null }

/** All that was measured over so many connections at once; the last line without years is what does nothing. */
export type Round = { connections: number; lines: Line[] }

type Cells = string[]

const width = (rows: Cells[], column: number) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0))

/** A table in Markdown, its columns aligned: the first to the left, numbers to the right. */
export const table = (head: Cells, rows: Cells[]) => {
  const widths = head.map((_, column) => width([head, ...rows], column))
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  const line = (cells: Cells) => `| ${head.map((_, column) => pad(cells[column] ?? '', column)).join(' | ')} |`
  const rule = widths.map((length, column) => (column === 0 ? '-'.repeat(length) : `${'-'.repeat(length - 1)}:`))
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

const decimal = (value: number) => (Number.isNaN(value) ? '?' : value.toFixed(value < 10 ? 1 : 0))

const grouped = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')

const kilobytes = ({ plain, gzipped }: Bytes) =>
  plain === 0 ? '0' : `${decimal(plain / 1024)} (${decimal(gzipped / 1024)})`

const lineCells = ({ name, years, measured }: Line, nothing: Measured | null | undefined): Cells => {
  const of = years === null ? '' : `${years} y`
  if (!measured) return [name, of, 'not there']
  const { requests, perSecond, p50, p95, p99, cpu, cost } = measured
  const ours = nothing && years !== null ? decimal(Math.max(0, cpu - nothing.cpu)) : ''
  const counts = cost ? [cost.statements, cost.read, cost.written].map(grouped) : ['', '', '']
  return [name, of, grouped(requests), grouped(perSecond), ...[p50, p95, p99, cpu].map(decimal), ours, ...counts]
}

const roundTable = ({ lines }: Round) => {
  const nothing = lines.findLast(({ years }) => years === null)?.measured
  const head = [
    'request',
    'history',
    'sent',
    'a second',
    'p50',
    'p95',
    'p99',
    'CPU',
    'ours',
    'statements',
    'read',
    'written',
  ]
  return table(
    head,
    lines.map((line) => lineCells(line, nothing)),
  )
}

const weightTable = (weights: Weight[]) =>
  table(
    ['page', 'HTML', 'CSS', 'JavaScript', 'first view', 'next view'],
    weights.map(({ page, html, css, script, again }) => {
      const first = {
        plain: html.plain + css.plain + script.plain,
        gzipped: html.gzipped + css.gzipped + script.gzipped,
      }
      return [`\`${page}\``, ...[html, css, script, first, again].map(kilobytes)]
    }),
  )

type Report = {
  /** `2026-11-20` */
  date: string
  /** In general words: cores, memory, versions. */
  machine: string
  rounds: Round[]
  weights: Weight[]
}

/** The whole of docs/benchmarks.md. */
export const report = ({ date, machine, rounds, weights }: Report) => `# Benchmarks

Made by \`npm run bench\` on ${date}, not by hand: ${machine}. One machine was server and client at once, with the
local server of \`wrangler pages dev\`, its log, and D1 in a file.

Milliseconds throughout. CPU is the process time of the whole server over the requests; ours is what of it goes beyond
the route that does nothing, on as many connections. Each connection sends its next request when the one before is
answered. Statements and rows, the sign-in's among them, are those of the last request. An account has 1,500 sessions and
30 goals for each year of its history, and 1,000 rules about apps; the catalogue has 10,000 apps.

${rounds
  .map(
    (round) => `## ${round.connections === 1 ? 'One connection' : `${round.connections} connections`}

${roundTable(round)}`,
  )
  .join('\n\n')}

## Bytes of a page

Kilobytes, and gzipped in brackets, with one year of history. What may be kept is not loaded again.

${weightTable(weights)}
`
