import { z } from 'zod'
import { levelNames } from '../../learning/skills/list'
import { dateInput, orgInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { duration } from '../../lib/format'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf } from '../../lib/resource/members'
import { escapedMarkdown } from '../../lib/text'
import { type Packet, type partNames, partTitles } from './packet'
import { drafts } from './page-data'
import { evidenceResource } from './resource'
import { EvidenceRow, evidenceFields, leftOutLimit, lineId } from './schema'

const leftOut = z
  .array(lineId)
  .max(leftOutLimit, 'At most 2,000 lines')
  .meta({ description: 'Lines that stay out, such as `goal:<id>`; `part:learnings` leaves out all learnings.' })

const EvidenceJson = EvidenceRow.extend({
  from_date: z.iso.date(),
  to_date: z.iso.date(),
  org: z.string().meta({ description: '`all`, `none` for Personal, or the id of an organization.' }),
  category: z.string().meta({ description: 'A category of goals and skills; empty for all.' }),
  left_out: leftOut,
  ...rowMembers,
}).meta({ id: 'EvidenceDraft' })

/** `/api/v1/evidence` */
export const evidenceApi = resourceApi(evidenceResource, {
  aName: 'an evidence draft',
  many: 'evidence drafts',
  tag: 'Evidence',
  schema: EvidenceJson,
  ...bodiesOf({
    id: 'EvidenceDraft',
    fields: { ...evidenceFields, from_date: dateInput, to_date: dateInput, left_out: leftOut.optional() },
    examples: {
      create: { title: 'Half-year review', from_date: '2026-01-01', to_date: '2026-06-30' },
      patch: { introduction: 'What I did in the first half of the year.' },
    },
  }),
  filter: { org: orgInput, q: SearchFilter },
  list: drafts,
})

type Document = {
  title: string
  introduction: string
  packet: Packet
  /** Ids of lines that stay out. */
  leftOut: string[]
  /** Start of the addresses that the lines link to: `https://daymark.example`. */
  origin: string
}

/** The document as markdown, with the lines that go in, each linked to its source. */
export const evidenceMarkdown = ({ title, introduction, packet, leftOut, origin }: Document) => {
  const out = new Set(leftOut)
  const goesIn = (id: string) => !out.has(id)
  const link = (text: string, path: string) => `[${escapedMarkdown(text)}](${origin}${path})`
  const { from, to } = packet.range
  const section = (name: (typeof partNames)[number], lines: string[]) =>
    goesIn(`part:${name}`) && lines.length > 0 ? [`## ${partTitles[name]}`, lines.join('\n')] : []
  const goals = packet.goals.lines.flatMap(({ id, title, date, seconds, milestones }) => {
    const facts = [date && `reached ${date}`, seconds && duration(seconds)].filter(Boolean)
    const head = `- ${link(title, `/goals/${id}`)}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`
    const below = milestones.filter((one) => goesIn(`milestone:${one.id}`))
    if (!goesIn(`goal:${id}`)) return []
    return [head, ...below.map((one) => `  - ${escapedMarkdown(one.title)} (${one.date})`)]
  })
  const projects = packet.projects.lines
    .filter(({ key }) => goesIn(`project:${key}`))
    .map(
      ({ key, label, client, seconds }) =>
        `- ${link(client ? `${label}, ${client}` : label, `/sessions?from=${from}&to=${to}&subject=project:${key}`)}: ${duration(seconds)}`,
    )
  const skills = packet.skills.lines
    .filter(({ id }) => goesIn(`skill:${id}`))
    .map(
      ({ id, name, first, last }) =>
        `- ${link(name, `/skills/${id}`)}: from ${levelNames[first].toLowerCase()} to ${levelNames[last].toLowerCase()}`,
    )
  const learnings = packet.learnings.lines
    .filter(({ id }) => goesIn(`learning:${id}`))
    .map(({ id, title, date }) => `- ${link(title, `/learnings/${id}`)} (${date})`)
  const feedback = packet.feedback.lines
    .filter(({ id }) => goesIn(`feedback:${id}`))
    .map(({ id, content, date, person }) => {
      const from = person === null ? '' : `${escapedMarkdown(person)}, `
      return `- ${link(content, `/feedback/${id}`)} (${from}${date})`
    })
  const parts = [
    `# ${escapedMarkdown(title)}`,
    `${from} to ${to}`,
    ...(introduction ? [introduction] : []),
    ...section('goals', goals),
    ...section('projects', projects),
    ...section('skills', skills),
    ...section('feedback', feedback),
    ...section('learnings', learnings),
  ]
  return `${parts.join('\n\n')}\n`
}
