import { openGoals } from '../ledger/open-goals'
import { allOrgs, type Org } from '../lib/org'
import { cleanLine, isolated } from '../lib/text'
import { projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'
import { type EntryGoal, goalNamed, projectNamed } from './names'
import { type NamedPlan, planNamed, plansNamedIn, planTexts } from './plan-names'
import type { KnownNames } from './tokenize'

export type Names = {
  projects: ProjectRow[]
  goals: { id: string; title: string }[]
  plans: NamedPlan[]
  /** Names of all organizations, which a line under one may mean, too. */
  others?: Names
}

/** Reads the names that the marks of a line may mean: those of the context come first. */
export const readNames = async (db: D1Database, userId: string, org: Org, text: string): Promise<Names> => {
  const [own, goals, plans, others] = await Promise.all([
    text.includes('@') ? projects(db, userId, org) : [],
    text.includes('!') ? openGoals(db, userId, org) : [],
    plansNamedIn(db, userId, text, org),
    org === allOrgs ? undefined : readNames(db, userId, allOrgs, text),
  ])
  return { projects: own, goals, plans, others }
}

/** All names of a line; those of the context are among the others. */
export const knownNames = (names: Names): KnownNames => {
  const { projects: own, goals, plans } = names.others ?? names
  return {
    projects: own.flatMap((project) => [project.name, projectLabel(project)]),
    goals: goals.map(({ title }) => title),
    tags: [],
    plans: planTexts(plans),
  }
}

/** A name behind a mark: its row, or why it is none. */
export type Found = { id: string | null; label: string; error?: string }

/** Finds a project by its name, or by the beginning of the name of one alone. */
const projectOf = (name: string, own: ProjectRow[]): Found => {
  const project = projectNamed(name, own)
  if (project.kind === 'own') return { id: project.id, label: project.name }
  const [only, other] = project.kind === 'unknown' ? project.similar : []
  if (only && !other) return { id: only.id, label: only.name }
  return { id: null, label: name, error: `There is no project “${isolated(name)}”.` }
}

const goalOf = (goal: EntryGoal): Found => ({
  id: goal.id,
  label: goal.title,
  error: 'error' in goal ? goal.error : undefined,
})

type Marked = { project: string | null; goal?: string | null; ofPlan?: string }

const namesIn = ({ project, goal, ofPlan }: Marked, names: Names) => {
  const plan = ofPlan === undefined ? null : planNamed(cleanLine(ofPlan), names.plans)
  return {
    project: project ? projectOf(cleanLine(project), names.projects) : null,
    goal: goal ? goalOf(goalNamed(cleanLine(goal), names.goals)) : null,
    plan: plan && { id: plan.plan_id, label: plan.label, error: plan.error },
  }
}

/** The rows that the marks of a line name; null for each that it does not have. What the context has comes first. */
export const foundNames = (marked: Marked, names: Names) => {
  const found = namesIn(marked, names)
  if (!names.others) return found
  const others = namesIn(marked, names.others)
  const better = <F extends { error?: string } | null>(own: F, other: F) => (own?.error === undefined ? own : other)
  return {
    project: better(found.project, others.project),
    goal: better(found.goal, others.goal),
    plan: better(found.plan, others.plan),
  }
}
