import type { Level } from '../../functions/learning/skills/schema'
import type { NewEntry, NewSkill } from '../../functions/learning/skills/writes'
import { addDays, wallTime, type Zone } from '../../functions/lib/time/days'
import { seededRandom } from './random'

/** Levels by the day on which they were set, from today; the first is that on which the skill was added. */
type DemoSkill = Pick<NewSkill, 'name' | 'category' | 'teams' | 'notes'> & {
  levels: [day: number, level: Level, note?: string][]
  /** Keys in demo-work.ts. */
  projects?: string[]
  plans?: string[]
}

const skills: DemoSkill[] = [
  {
    name: 'TypeScript',
    levels: [
      [-380, 3],
      [-190, 4, 'Typed the whole booking form'],
    ],
    projects: ['booking', 'clinic', 'press'],
    teams: 'Booking: high\nPlatform: medium',
  },
  {
    name: 'Accessibility',
    levels: [
      [-380, 1],
      [-250, 2, 'Tested with a screen reader for the first time'],
      [-120, 3, 'Keyboard paths of the calendar'],
    ],
    projects: ['booking', 'clinic'],
    teams: 'Booking: high',
  },
  { name: 'SQL', levels: [[-380, 3]], projects: ['booking'], teams: 'Platform: high\nBooking: medium' },
  {
    name: 'Statistics',
    levels: [
      [-380, 1],
      [-300, 2, 'First course done'],
      [-60, 3],
    ],
    projects: ['course', 'thesis'],
    plans: ['statistics-1', 'statistics-2'],
    notes: 'Needed for the thesis: regression, intervals, and saying what they do not show.',
  },
  {
    name: 'R',
    levels: [
      [-350, 1],
      [-80, 2],
    ],
    projects: ['thesis'],
    plans: ['statistics-2'],
  },
  { name: 'LaTeX', levels: [[-380, 4]], projects: ['typesetting', 'thesis'] },
  { name: 'PHP', levels: [[-380, 3]], projects: ['clinic', 'press'], teams: 'Platform: low' },
  {
    name: 'Portuguese',
    category: 'soft_skill',
    levels: [
      [-380, 2],
      [-90, 3, 'A whole evening without English'],
    ],
    projects: ['portuguese'],
  },
  {
    name: 'Technical writing',
    category: 'soft_skill',
    levels: [
      [-380, 3],
      [-140, 4],
    ],
    projects: ['thesis', 'newsletter'],
    teams: 'Booking: medium',
  },
  {
    name: 'Speaking to a group',
    category: 'soft_skill',
    levels: [
      [-380, 2],
      [-200, 1, 'Froze at the seminar'],
      [-40, 2],
    ],
  },
]

export type HistorySkill = { skill: NewSkill; date: string; at: number; entries: { entry: NewEntry; at: number }[] }

/** The skills of the demo person. */
export const skillsOn = (today: string, zone: Zone, projectIds: Map<string, string>): HistorySkill[] => {
  const random = seededRandom(23)
  return skills.map(({ levels: [first = [-380, 1], ...later], projects = [], plans, ...skill }) => {
    const moment = (day: number) => wallTime(addDays(today, day), '18:00', zone)
    return {
      skill: {
        ...skill,
        id: random.id(moment(first[0])),
        confidence_level: first[1],
        projects: projects.flatMap((project) => projectIds.get(project) ?? []),
        plans,
      },
      date: addDays(today, first[0]),
      at: moment(first[0]),
      entries: later.map(([day, level, note = '']) => ({
        entry: { id: random.id(moment(day)), level, note, date: addDays(today, day) },
        at: moment(day),
      })),
    }
  })
}
