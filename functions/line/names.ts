import type { ProjectRow } from '../filing/projects/schema'
import { cleanName, countCharacters, foldText, nameKey, quoteName } from '../lib/text/text'
import { type KnownNames, type LineTokens, projectNameLimit } from './tokenize'

/** Label of a project with its client: `Thesis, UNAM`. */
export const projectLabel = ({ name, client }: Pick<ProjectRow, 'name' | 'client'>) =>
  client ? `${name}, ${client}` : name

const words = (text: string) => foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Rank of a name for a typed text, ignoring case and accents: 0 if equal, 1 if the name starts with it, 2 if each typed word
 * starts a word of the name. Null if it does not match.
 */
export const matchRank = (typed: string, name: string): 0 | 1 | 2 | null => {
  const [text, whole] = [foldText(typed.trim()), foldText(name)]
  if (whole === text) return 0
  if (whole.startsWith(text)) return 1
  const [typedWords, nameWords] = [words(text), words(whole)]
  if (typedWords.length === 0) return null
  return typedWords.every((word) => nameWords.some((one) => one.startsWith(word))) ? 2 : null
}

/**
 * Project named in a line: `own` is an existing one; `new` one that the person chose to create; `unknown` has names
 * that could be created, and similar projects.
 */
export type ProjectMatch =
  | { kind: 'own'; id: string; name: string; client: string; color: string; isArchived: boolean }
  | { kind: 'new'; id: null; name: string }
  | { kind: 'unknown'; id: null; name: string; error: string; creatable: string[]; similar: ProjectRow[] }

const sameName = (a: string, b: string) => nameKey(a) === nameKey(b)

/** Sort key: active projects before archived ones, then projects without a client first. */
const rank = ({ status, client }: ProjectRow) => Number(status !== 'active') * 2 + Number(client !== '')

const best = (projects: ProjectRow[]) => projects.toSorted((a, b) => rank(a) - rank(b))[0]

/** Finds a project by its name, its name with its client, or its name without accents. */
const ownProject = (name: string, projects: ProjectRow[]) =>
  best(projects.filter((one) => sameName(one.name, name))) ??
  best(projects.filter((one) => sameName(projectLabel(one), name))) ??
  best(projects.filter((one) => foldText(one.name) === foldText(name)))

const mostSimilar = 3

type Choices = {
  /** Plain words after an unquoted name, which may belong to it. */
  behind: string[]
  /** Name of a project to create, as chosen by the person. */
  create: string
  /** Id of the existing project that the person chose instead of creating one. */
  chosen: string
}

const noChoices: Choices = { behind: [], create: '', chosen: '' }

const projectAmong = (name: string, projects: ProjectRow[], { behind, create, chosen }: Choices): ProjectMatch => {
  const project = ownProject(name, projects) ?? projects.find(({ id }) => id === chosen)
  if (project) {
    const { id, name: ownName, client, color, status } = project
    return { kind: 'own', id, name: ownName, client, color, isArchived: status !== 'active' }
  }
  if (sameName(create, name)) return { kind: 'new', id: null, name }
  return {
    kind: 'unknown',
    id: null,
    name,
    error: `There is no project ${quoteName(name)}.`,
    creatable: [name, ...behind.slice(0, 2).map((_, index) => [name, ...behind.slice(0, index + 1)].join(' '))],
    similar: projects
      .filter((one) => matchRank(name, one.name) !== null)
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, mostSimilar),
  }
}

type Titled = { id: string; title: string }

/** Matches of the first way that finds any. */
const matching = <N>(all: N[], ways: ((one: N) => boolean)[]) =>
  ways.map((way) => all.filter(way)).find((some) => some.length > 0) ?? []

/**
 * A goal or task named after a mark. `id` is null if the name is unknown or ambiguous, and `error` explains which.
 * `isUnlike` is true if no name is similar.
 */
export type RowMatch = Titled | { id: null; title: string; error: string; isUnlike?: boolean }

const listed = (titles: string[]) => {
  const shown = titles.slice(0, 3).map(quoteName)
  return titles.length > 3 ? `${shown.join(', ')} or others` : shown.join(' or ')
}

/**
 * Finds a goal or task by its exact title; else, ignoring case and accents, by its whole title, its start, or a part.
 * Only one may match.
 */
export const findGoalByName = (name: string, goals: Titled[], kind: 'goal' | 'task' = 'goal'): RowMatch => {
  const foldedName = foldText(name)
  const exact = name.normalize('NFC')
  const matches = matching(goals, [
    ({ title }) => title.normalize('NFC') === exact,
    ({ title }) => foldText(title) === foldedName,
    ({ title }) => foldText(title).startsWith(foldedName),
    ({ title }) => foldText(title).includes(foldedName),
  ])
  const [only, other] = matches
  if (!only) return { id: null, title: name, error: `No open ${kind} is called ${quoteName(name)}.` }
  if (!other) return only
  const titles = [...new Set(matches.map(({ title }) => title))]
  const error =
    titles.length === 1
      ? `${matches.length} ${kind}s are called ${quoteName(only.title)}. Choose one in the form.`
      : `${quoteName(name)} could be ${listed(titles)}. Type more of the title.`
  return { id: null, title: name, error }
}

/** A plan that a line may name, with its chunks if they are needed. */
export type NamedPlan = Titled & { chunks: Titled[] }

/** Plan and chunk named in a line. `error` if a name is unknown. */
export type PlanMatch = { plan_id: string | null; chunk_id: string | null; title: string; error?: string }

const oneOf = <N extends Titled>(name: string, all: N[], kind: string): N | { error: string } => {
  const wanted = foldText(name)
  const [only, other] = matching(all, [
    ({ id }) => id === name,
    ({ id, title }) => foldText(id) === wanted || foldText(title) === wanted,
    ({ id, title }) => foldText(id).startsWith(wanted) || foldText(title).startsWith(wanted),
  ])
  if (!only) return { error: `No ${kind} is called ${quoteName(name)}.` }
  if (other)
    return {
      error: `${quoteName(name)} could be ${quoteName(only.title)} or ${quoteName(other.title)}. Type more of it.`,
    }
  return only
}

const noPlan = (title: string, error: string): PlanMatch => ({ plan_id: null, chunk_id: null, title, error })

/** Finds `plan` or `plan/chunk`, each by its id or the start of its title. */
export const findPlanByName = (name: string, plans: NamedPlan[]): PlanMatch => {
  const whole = oneOf(name, plans, 'plan')
  if (!('error' in whole)) return { plan_id: whole.id, chunk_id: null, title: whole.title }
  // Titles may contain slashes: uses the first slash that separates a plan from one of its chunks.
  const parted = Array.from(name.matchAll(/\//g), ({ index }) => {
    const plan = oneOf(name.slice(0, index).trim(), plans, 'plan')
    if ('error' in plan) return noPlan(name, plan.error)
    const chunk = oneOf(name.slice(index + 1).trim(), plan.chunks, `chunk of ${quoteName(plan.title)}`)
    if ('error' in chunk) return noPlan(name, chunk.error)
    return { plan_id: plan.id, chunk_id: chunk.id, title: `${plan.title}: ${chunk.title}` }
  })
  return parted.find(({ chunk_id }) => chunk_id !== null) ?? parted[0] ?? noPlan(name, whole.error)
}

/** Texts allowed after `%`: a plan by id or title, alone or with a chunk by id or title. */
const planTexts = (plans: NamedPlan[]) =>
  plans.flatMap(({ id, title, chunks }) =>
    [id, title].flatMap((plan) => [
      plan,
      ...chunks.flatMap((chunk) => [`${plan}/${chunk.id}`, `${plan}/${chunk.title}`]),
    ]),
  )

/** Rows that marks in a line may name. */
export type LineNames = {
  projects: ProjectRow[]
  goals: Titled[]
  plans?: NamedPlan[]
  tasks?: Titled[]
  tags?: string[]
  /** Names in the current context, which take precedence over the others. */
  first?: LineNames
}

/** Names that are known after marks. */
export const knownNames = ({ projects, goals, plans = [], tasks = [], tags = [] }: LineNames): KnownNames => ({
  projects: projects.flatMap((project) => [project.name, projectLabel(project)]),
  goals: goals.map(({ title }) => title),
  tags,
  plans: planTexts(plans),
  tasks: tasks.map(({ title }) => title),
})

/** Finds a name in the context, else among all names. */
const inContext = <N extends object>(names: LineNames, find: (among: LineNames) => N): N => {
  const found = names.first && find(names.first)
  return found && !('error' in found) ? found : find(names)
}

/** Finds the project named in a session's line, which may create it. */
export const findProjectByName = (name: string, names: LineNames, choices: Choices): ProjectMatch =>
  inContext(names, (among) =>
    // In the context's names nothing is created, because another context may have that project.
    projectAmong(name, among.projects, among === names ? choices : { ...choices, create: '' }),
  )

/** Finds a project by its name, or by the start of its name if only one matches. */
const filedProject = (name: string, { projects }: LineNames): RowMatch => {
  const project = projectAmong(name, projects, noChoices)
  if (project.kind === 'own') return { id: project.id, title: project.name }
  const [only, other] = project.kind === 'unknown' ? project.similar : []
  if (only && !other) return { id: only.id, title: only.name }
  return {
    id: null,
    title: name,
    error: `There is no project ${quoteName(name)}.`,
    isUnlike: !only && countCharacters(name) <= projectNameLimit,
  }
}

type Marked = Partial<Pick<LineTokens, 'project' | 'goal' | 'ofPlan' | 'ofTask'>>

/** Finds the rows named by a line's marks; null for a mark that is missing. */
export const findMarkedRows = ({ project, goal, ofPlan, ofTask }: Marked, names: LineNames) => {
  const find = <N extends object>(name: string | null | undefined, named: (name: string, among: LineNames) => N) =>
    name ? inContext(names, (among) => named(cleanName(name), among)) : null
  return {
    project: find(project, filedProject),
    goal: find(goal, (title, { goals }) => findGoalByName(title, goals)),
    plan: find<PlanMatch>(ofPlan, (text, { plans = [] }) => findPlanByName(text, plans)),
    task: find(ofTask, (title, { tasks = [] }) => findGoalByName(title, tasks, 'task')),
  }
}
