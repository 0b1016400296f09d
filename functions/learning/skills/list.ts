import { z } from 'zod'
import { choiceParameter } from '../../lib/http/list-view'
import type { Org } from '../../lib/org'
import { plural } from '../../lib/text/format'
import { cleanLine, foldText, nameKey } from '../../lib/text/text'
import { daysBetween } from '../../lib/time/days'
import { pageOfSkills, progressOf, readSkillUses, skill, skillsLimit } from './queries'
import { type Relevance, relevance, type Skill, type SkillRow, skillNameLimit, teamsOf, type Used } from './schema'

export const nameTaken = 'You already have a skill with this name'

/** Days without use after which a skill is drawn paler, in three steps. */
const halfLives = [90, 180, 365] as const

/** Step of paleness, 0 to 3, by the days since the last use; 0 for a skill that was never used. */
export const fadeOf = (lastUsed: string | null, today: string) =>
  lastUsed === null ? 0 : halfLives.filter((days) => daysBetween(lastUsed, today) >= days).length

const daysInMonth = 30
const daysInYear = 365

/** Formats a local date as `today`, `yesterday`, `12 days ago`, `3 months ago`, `2 years ago`. */
export const agoText = (date: string, today: string) => {
  const days = daysBetween(date, today)
  if (days <= 0) return 'today'
  if (days === 1) return 'yesterday'
  if (days < 2 * daysInMonth) return `${days} days ago`
  if (days < 2 * daysInYear) return `${Math.floor(days / daysInMonth)} months ago`
  return `${plural(Math.floor(days / daysInYear), 'year')} ago`
}

const short = z.string().transform(cleanLine).pipe(z.string().max(skillNameLimit)).catch('')

/** Query of `/skills`. Invalid values are ignored. */
export const SkillsView = z.object({ q: short, category: choiceParameter(['technical', 'soft_skill']), team: short })
export type SkillsView = z.infer<typeof SkillsView>

/** A skill of the matrix, with its relevance for the chosen team. */
export type ListedSkill = Skill & { relevance: Relevance | null }

const relevanceOf = ({ teams }: Skill, team: string) =>
  teamsOf(teams).find(({ team_name }) => nameKey(team_name) === nameKey(team))?.relevance ?? null

export const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)

const teamsIn = (skills: SkillRow[]) => {
  const names = new Map(
    skills.flatMap(({ teams }) => teamsOf(teams).map((team) => [nameKey(team.team_name), team.team_name])),
  )
  return [...names.values()].toSorted((a, b) => a.localeCompare(b))
}

/** Sorts skills for a team: most relevant first, then lowest level. */
const inTeamOrder = (skills: ListedSkill[]) =>
  skills.toSorted(
    (a, b) =>
      relevance.options.indexOf(a.relevance ?? 'low') - relevance.options.indexOf(b.relevance ?? 'low') ||
      a.confidence_level - b.confidence_level,
  )

/** @param today the person's local date */
export const skillsPage = async (db: D1Database, userId: string, org: Org, view: SkillsView, today: string) => {
  const { rows } = await pageOfSkills(db, userId, org, {}, skillsLimit)
  const skills = rows
    .toSorted(byName)
    .map((row): ListedSkill => ({ ...row, relevance: relevanceOf(row, view.team) }))
    .filter(
      (skill) =>
        foldText(skill.name).includes(foldText(view.q)) &&
        (view.category === '' || skill.category === view.category) &&
        (view.team === '' || skill.relevance !== null),
    )
  return {
    view,
    skills: view.team === '' ? skills : inTeamOrder(skills),
    /** Names of all teams, in alphabetical order. */
    teams: teamsIn(rows),
    /** Number of skills without filters. */
    count: rows.length,
    today,
  }
}

/** Splits projects or plans by whether they use a skill. */
const divided = (all: Used[], ids: string[]) => {
  const present = all.filter(({ deleted }) => !deleted).toSorted(byName)
  const known = new Map(present.map((row) => [row.id, row]))
  return {
    linked: ids.flatMap((id) => known.get(id) ?? []).toSorted(byName),
    others: present.filter(({ id }) => !ids.includes(id)),
  }
}

/** Data of a skill's page, with the projects and plans of a context. Null if the skill does not exist. */
export const skillPageData = async (db: D1Database, userId: string, org: Org, id: string) => {
  const [row, history, projects, plans] = await Promise.all([
    skill(db, userId, id),
    progressOf(db, userId, id),
    readSkillUses(db, userId, 'project', { org }),
    readSkillUses(db, userId, 'plan', { org }),
  ])
  return row && { skill: row, history, projects: divided(projects, row.projects), plans: divided(plans, row.plans) }
}

export type SkillsPage = Awaited<ReturnType<typeof skillsPage>>
export type SkillPageData = NonNullable<Awaited<ReturnType<typeof skillPageData>>>
