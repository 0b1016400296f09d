import type { Described } from '../lib/conflict'
import { daysBetween } from '../lib/days'
import { dayMonth, plural } from '../lib/format'
import type { Level, Skill, SkillRow } from './schema'

export const levelNames: Record<Level, string> = {
  1: 'Learning',
  2: 'Beginner',
  3: 'Intermediate',
  4: 'Proficient',
  5: 'Expert',
}

export const categoryNames: Record<SkillRow['category'], string> = {
  technical: 'Technical',
  soft_skill: 'Soft skills',
}

export const nameTaken = 'You already have a skill with this name'

/** Labels of the fields of a conflict, beside what it is filed under. */
export const described: Described<Omit<Skill, 'organization_id'>> = {
  name: ['Name', (name) => name],
  category: ['Category', (category) => categoryNames[category]],
  confidence_level: ['Level', (level) => levelNames[level]],
  teams: ['Teams', (teams) => teams.replaceAll('\n', ', ')],
  used_on: ['Used on', (date) => date ?? 'no date'],
  notes: ['Notes', (notes) => notes],
}

/** Days without use from which a skill is drawn paler: once, twice, three times. */
const halfLives = [90, 180, 365] as const

/** How pale a skill is drawn, 0 to 3, by the days since its last use; one that was never used is not. */
export const fadeOf = (lastUsed: string | null, today: string) =>
  lastUsed === null ? 0 : halfLives.filter((days) => daysBetween(lastUsed, today) >= days).length

const daysInMonth = 30
const daysInYear = 365

/** `today`, `yesterday`, `12 days ago`, `3 months ago`, `2 years ago`; from the local date of today. */
export const agoText = (date: string, today: string) => {
  const days = daysBetween(date, today)
  if (days <= 0) return 'today'
  if (days === 1) return 'yesterday'
  if (days < 2 * daysInMonth) return `${days} days ago`
  if (days < 2 * daysInYear) return `${Math.floor(days / daysInMonth)} months ago`
  return `${plural(Math.floor(days / daysInYear), 'year')} ago`
}

/** `up from Beginner since 3 Mar`, null while there was one level only. */
export const trendText = ({ confidence_level, former_level, level_on }: SkillRow, today: string) =>
  former_level === null
    ? null
    : `${confidence_level > former_level ? 'up' : 'down'} from ${levelNames[former_level]} since ${dayMonth(level_on, today)}`
