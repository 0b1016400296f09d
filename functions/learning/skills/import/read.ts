import type { ProjectRow } from '../../../filing/projects/schema'
import { csvRecords, unguard } from '../../../lib/files/csv'
import { cleanLine, cleanName, nameKey } from '../../../lib/text/text'
import { type Level, levelNames, levels, type SkillRow, skillKind } from '../schema'

const skillName = skillKind.NewForm.shape.name

/** `line` is counted from 1. */
type Fault = { line: number; message: string }

/** A skill in a line. Values that the line does not give are null. */
type ReadSkill = { line: number; name: string; level: Level | null; category: SkillRow['category'] | null }

export type ReadProject = Pick<ProjectRow, 'name' | 'classification' | 'status'> & {
  line: number
  languages: string[]
}

export type ReadImport = { skills: ReadSkill[]; projects: ReadProject[]; faults: Fault[] }

const levelOf = (text: string): Level | null => {
  const word = text.trim().toLowerCase()
  const [, digit] = /^([1-5])(?:\s*\/\s*5)?$/.exec(word) ?? []
  return levels.find((level) => digit === `${level}` || word === levelNames[level].toLowerCase()) ?? null
}

/** True for an invalid level, such as `9` or `6/5`. */
const isWrongLevel = (text: string) => /^\d+(\s*\/\s*\d+)?$/.test(text.trim())

const categories: [RegExp, SkillRow['category']][] = [
  [/\(\s*soft(\s+skills?)?\s*\)/i, 'soft_skill'],
  [/\(\s*technical\s*\)/i, 'technical'],
]

const withoutBullet = (line: string) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '')

/** Splits `SQL: 4`, `SQL - 4`, `SQL (4)` and `SQL 4/5` into name and level. `Python 3` is only a name. */
const divided = (text: string): [name: string, level: string | undefined] => {
  const [, name = text, level] =
    /^(.+?)(?:\s*:\s*|\s+[-–]\s+)([^:]+)$/.exec(text) ??
    /^(.+?)\s*\(([^()]+)\)$/.exec(text) ??
    /^(.+?)\s+(\d+\s*\/\s*\d+)$/.exec(text) ??
    []
  const isLevel = level !== undefined && (levelOf(level) !== null || isWrongLevel(level))
  return isLevel ? [name, level] : [text, undefined]
}

const wrongLevel = (name: string, level: string) =>
  `“${level}” is not a level of “${name}”. Use 1 to 5, or ${Object.values(levelNames).join(', ').toLowerCase()}.`

/** Reads a part of a line between commas. */
const readPart = (part: string, line: number): ReadSkill | Fault => {
  const category = categories.find(([pattern]) => pattern.test(part))?.[1] ?? null
  const [typed, level] = divided(cleanName(categories.reduce((text, [pattern]) => text.replace(pattern, ' '), part)))
  const name = skillName.safeParse(typed)
  if (!name.success) return { line, message: name.error.issues[0]?.message ?? '' }
  if (/^\p{P}+$/u.test(name.data)) return { line, message: `“${name.data}” is not a skill.` }
  const read = level === undefined ? null : levelOf(level)
  if (level !== undefined && read === null) return { line, message: wrongLevel(name.data, level) }
  return { line, name: name.data, level: read, category }
}

/** Skills of a pasted list: one per line, or several separated by commas. `SQL, 4` is one skill with its level. */
const readList = (text: string): ReadImport => {
  const read = text.split(/\r\n|\r|\n/).flatMap((whole, index) => {
    const parts: (ReadSkill | Fault)[] = []
    for (const part of withoutBullet(whole)
      .split(/[,;|]/)
      .filter((one) => cleanLine(one) !== '')) {
      const level = levelOf(part)
      const last = parts.at(-1)
      if (level !== null && last && 'name' in last && last.level === null) parts[parts.length - 1] = { ...last, level }
      else parts.push(readPart(part, index + 1))
    }
    return parts
  })
  const lines = new Map<string, number>()
  const faults = read.flatMap((one): Fault[] => {
    if ('message' in one) return [one]
    const key = nameKey(one.name)
    const line = lines.get(key)
    if (line === undefined) lines.set(key, one.line)
    return line === undefined
      ? []
      : [{ line: one.line, message: `“${one.name}” is in line ${line} already. That one counts.` }]
  })
  return { skills: read.filter((one) => 'name' in one), projects: [], faults }
}

const ended = /^(inactive|archived|ended|done|completed|finished|retired|closed|deprecated|cancelled)$/i

const classifications: [RegExp, ProjectRow['classification']][] = [
  [/^(work|job|client|professional|business|)$/i, 'work'],
  [/^(personal|private|hobby|side|side project|own)$/i, 'personal'],
  [/^(learning|study|school|course|education)$/i, 'learning'],
]

/** Projects of an inventory: CSV with at least the columns `name` and `languages`. */
const readInventory = (records: ReturnType<typeof csvRecords>, head: string[]): ReadImport => {
  const unknown = head.filter((name) => !['name', 'classification', 'languages', 'status'].includes(name))
  const faults: Fault[] = unknown.map((name) => ({ line: 1, message: `The column “${name}” is left out.` }))
  const lines = new Map<string, number>()
  const projects = records.slice(1).flatMap(({ line, cells, problem }): ReadProject[] => {
    const cell = (column: string) => cleanName(unguard(cells[head.indexOf(column)] ?? ''))
    const name = skillName.safeParse(cell('name'))
    const classification = classifications.find(([pattern]) => pattern.test(cell('classification')))?.[1]
    if (problem || !name.success) {
      faults.push({ line, message: problem ?? (name.error?.issues[0]?.message || '') })
      return []
    }
    if (cells.length > head.length) faults.push({ line, message: 'The row has more cells than the first line.' })
    const before = lines.get(nameKey(name.data))
    if (before === undefined) lines.set(nameKey(name.data), line)
    else faults.push({ line, message: `“${name.data}” is in line ${before} already. That one counts.` })
    if (!classification) {
      const message = `“${cell('classification')}” is not a type. Use work, personal or learning; it is imported as work.`
      faults.push({ line, message })
    }
    const named = cell('languages')
      .split(/[,;|/]/)
      .map(cleanLine)
      .filter(Boolean)
    const languages = named.filter((language) => skillName.safeParse(language).success)
    for (const long of named.filter((language) => !languages.includes(language))) {
      faults.push({ line, message: `“${long.slice(0, 40)}…” is too long for a skill.` })
    }
    const status = ended.test(cell('status')) ? 'inactive' : 'active'
    return [{ line, name: name.data, classification: classification ?? 'work', status, languages }]
  })
  const skills = projects.flatMap(({ line, languages }) =>
    languages.map((name): ReadSkill => ({ line, name, level: null, category: null })),
  )
  return { skills, projects, faults }
}

const once = <T extends { name: string }>(rows: T[]) =>
  [...new Map(rows.toReversed().map((row) => [nameKey(row.name), row])).values()].toReversed()

/** Reads a pasted list of skills, or a CSV inventory of projects with their languages. Each name counts once. */
export const readImport = (text: string): ReadImport => {
  const [first] = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, 1)
  const head = (first ?? '').split(',').map((cell) => nameKey(cell.replaceAll('"', '')))
  const isInventory = head.includes('name') && head.includes('languages')
  const read = isInventory
    ? readInventory(csvRecords(text.replace(/^\uFEFF/, ''), { delimiter: ',', isRow: () => true }), head)
    : readList(text)
  return { ...read, skills: once(read.skills), projects: once(read.projects) }
}
