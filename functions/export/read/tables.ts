import type { TableEntry } from './entry'
import { journalTables } from './journal-tables'
import { timeTables } from './time-tables'
import { workTables } from './work-tables'

const { organizations, people, meetings, tasks, skills, ...journal } = journalTables
const { goals, projects, imports, plans, cards, ...work } = workTables

/** In the order in which rows are added: what a row names comes before it. */
export const tables = {
  organizations,
  people,
  goals,
  projects,
  imports,
  plans,
  cards,
  meetings,
  tasks,
  skills,
  ...journal,
  ...work,
  ...timeTables,
} as const satisfies Record<string, TableEntry>

export type TableName = keyof typeof tables

/** In the order of `tables`. */
export const tableNames = Object.keys(tables) as TableName[]

export const entryOf = (table: TableName): TableEntry => tables[table]

/** Columns that tell the rows of a person apart. */
export const keyColumns = (table: TableName) => entryOf(table).key ?? ['id']

export const isTable = (name: string): name is TableName => Object.hasOwn(tables, name)

/** Columns that a restore writes, besides the person's id and those that are computed. */
export const storedColumns = (table: TableName) => {
  const { columns, leftOut = [] } = entryOf(table)
  return Object.keys(columns).filter((column) => !leftOut.includes(column))
}

export const hasVersion = (table: TableName) => 'updated_at' in entryOf(table).columns
