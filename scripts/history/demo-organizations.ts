import { earliestDate, type Rate } from '../../functions/ledger/billing'
import { addDays, wallTime, type Zone } from '../../functions/lib/time/days'
import type { NewOrganizationValues } from '../../functions/people/organizations/schema'
import type { NewPersonValues } from '../../functions/people/people/schema'
import type { PersonName } from './demo-meeting-list'
import { demoProjects, type ProjectName } from './demo-work'
import { workstreams } from './demo-workstreams'
import { seededRandom } from './random'
import type { HistoryOrganization, HistoryPerson } from './write'

/** Organizations of the demo person, by the client of their projects. */
const organizations = {
  University: {
    name: 'University',
    type: 'school',
    notes: 'Marine sciences, room 2.14. Forms go to Graça by the 5th.',
  },
  'Harbour Clinic': { name: 'Harbour Clinic', type: 'client', notes: 'Invoice at the end of the month, 30 days.' },
  'Petrel Press': { name: 'Petrel Press', type: 'client', notes: 'Small runs, uncoated paper. They decide in threes.' },
} satisfies Record<string, NewOrganizationValues>

type DemoPerson = Omit<NewPersonValues, 'organization_id' | 'name'> & {
  name: PersonName
  at: keyof typeof organizations
}

const people: DemoPerson[] = [
  {
    name: 'Joana Reis',
    role: 'supervisor',
    email: 'joana.reis@example.com',
    notes: 'Reads on Thursdays. Wants the uncertainty in the table, not in the text.',
    at: 'University',
  },
  { name: 'Tomás Lima', role: 'coach', notes: 'Statistics, second reader. Draws everything first.', at: 'University' },
  {
    name: 'Dr Moreira',
    role: 'manager',
    email: 'moreira@example.com',
    notes: 'Decides about the booking site. Call before nine.',
    at: 'Harbour Clinic',
  },
  { name: 'Inês Duarte', role: 'editor', email: 'ines@example.com', notes: '', at: 'Petrel Press' },
  {
    name: 'Marta Pinto',
    role: 'reception',
    notes: 'Keeps the list of who is waiting for a slot.',
    at: 'Harbour Clinic',
  },
]

const hourly = (hourly_rate: number): Rate => ({ from_date: earliestDate, billable: 1, hourly_rate, currency: 'EUR' })

/** Rates that clients of the demo person pay, in cents. */
const rates = new Map([
  ['Harbour Clinic', hourly(6200)],
  ['Petrel Press', hourly(5400)],
])

/** Tech stacks and repositories of demo projects. */
const details: Partial<Record<ProjectName, { tech_stack: string[]; repository?: string }>> = {
  thesis: { tech_stack: ['R', 'LaTeX'] },
  booking: { tech_stack: ['TypeScript', 'PostgreSQL', 'Hono'], repository: 'harbour-clinic/booking' },
  clinic: { tech_stack: ['HTML', 'CSS'] },
  typesetting: { tech_stack: ['LaTeX'] },
  press: { tech_stack: ['TypeScript', 'SQLite'], repository: 'petrel-press/catalogue' },
}

/** The organizations and people of the demo person, and which belong to a project and to a goal. */
export const organizationsOn = (today: string, zone: Zone) => {
  const random = seededRandom(31)
  const momentOf = (index: number) => wallTime(addDays(today, -398 + index), '10:00', zone)
  const added = Object.entries(organizations).map(([client, values], index) => {
    const at = momentOf(index)
    return { client, id: random.id(at), values, at }
  })
  const idOf = (client: string) => added.find((one) => one.client === client)?.id ?? null
  const ofProject = (name: ProjectName) => idOf(demoProjects[name].client)
  return {
    organizations: added.map(
      ({ id, values, at }): HistoryOrganization => ({ id, values, at, rate: rates.get(values.name) }),
    ),
    people: people.map(({ at: client, ...values }, index): HistoryPerson => {
      const at = momentOf(10 + index)
      return { id: random.id(at), values: { ...values, organization_id: idOf(client) }, at }
    }),
    detailsOf: (name: ProjectName) => ({
      organization_id: ofProject(name),
      tech_stack: JSON.stringify(details[name]?.tech_stack ?? []),
      repository: details[name]?.repository ?? null,
    }),
    /** A goal belongs to the organization of the project that it is worked on in. */
    ofGoal: (title: string) => {
      const project = workstreams.find(({ goal }) => goal === title)?.project
      return project === undefined ? null : ofProject(project)
    },
  }
}
