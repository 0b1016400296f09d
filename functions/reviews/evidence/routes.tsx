import { type Context, Hono } from 'hono'
import { AuthorAndDates, authorOf, Drafts, EvidenceForm, EvidencePage } from '../../../views/reviews/evidence/page'
import { PageHead } from '../../../views/ui/section'
import { categories } from '../../goals/goals/labels'
import { tickText } from '../../goals/goals/progress/text'
import { levelNames } from '../../learning/skills/schema'
import { orgInput } from '../../lib/api/values'
import { type App, todayOf } from '../../lib/env'
import { fileDownload, markdownType } from '../../lib/files/download'
import { parseRangeDates } from '../../lib/http/date-fields'
import { type AnyDraft, form } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { previousPath, respond } from '../../lib/http/respond'
import { isOrg } from '../../lib/org'
import { conflictFields } from '../../lib/resource/kind'
import { kindApi } from '../../lib/resource/kind-api'
import { type Pages, resourcePages } from '../../lib/resource/resource-pages'
import { duration, rangeText } from '../../lib/text/format'
import { escapeMarkdown } from '../../lib/text/text'
import { defaultExclusions, type Packet, type packetParts, partTitles } from './packet'
import { EvidenceView, evidencePage, lastYear, latestDrafts, readDraftPacket } from './page-data'
import {
  drafts,
  type EvidenceDraft,
  EvidenceForm as EvidenceFields,
  evidenceKind,
  evidenceResource,
  excludedLines,
  NewEvidenceForm,
  type NewEvidenceValues,
  newTitle,
  parseExcludedLines,
} from './schema'

const bodyMembers = { left_out: excludedLines.optional() }

/** `/api/v1/evidence` */
export const evidenceApi = kindApi(evidenceKind, evidenceResource, {
  ...evidenceKind.bodies(
    {
      create: { title: 'Half-year review', from_date: '2026-01-01', to_date: '2026-06-30' },
      patch: { introduction: 'What I did in the first half of the year.' },
    },
    bodyMembers,
    bodyMembers,
  ),
  tag: 'Evidence',
  filter: { org: orgInput, ...evidenceKind.filter },
  list: drafts,
})

type Document = {
  title: string
  introduction: string
  packet: Packet
  /** Ids of excluded lines. */
  leftOut: string[]
  /** Author of the document. */
  author: string
  /** Origin of the links in the document: `https://daymark.example`. */
  origin: string
}

/** The document as markdown: its included lines, each linked to its source. */
export const evidenceMarkdown = ({ title, introduction, packet, leftOut, author, origin }: Document) => {
  const out = new Set(leftOut)
  const goesIn = (id: string) => !out.has(id)
  const link = (text: string, path: string) => `[${escapeMarkdown(text)}](${origin}${path})`
  const { from, to } = packet.range
  const section = (name: (typeof packetParts)[number], lines: string[]) =>
    goesIn(`part:${name}`) && lines.length > 0 ? [`## ${partTitles[name]}`, lines.join('\n')] : []
  const goals = packet.goals.lines.flatMap(({ id, title, date, seconds, milestones, ticks }) => {
    const facts = [date && `reached ${date}`, seconds && duration(seconds)].filter(Boolean)
    const head = `- ${link(title, pathTo`/goals/${id}`)}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`
    const below = milestones.filter((one) => goesIn(`milestone:${one.id}`))
    if (!goesIn(`goal:${id}`)) return []
    return [
      head,
      ...below.map((one) => `  - ${escapeMarkdown(one.title)} (${one.date})`),
      ...(goesIn(`ticks:${id}`) ? ticks.map((one) => `  - ${escapeMarkdown(tickText(one))} (${one.date})`) : []),
    ]
  })
  const projects = packet.projects.lines
    .filter(({ key }) => goesIn(`project:${key}`))
    .map(
      ({ key, label, client, seconds }) =>
        `- ${link(client ? `${label}, ${client}` : label, pathTo`/sessions?from=${from}&to=${to}&subject=project:${key}`)}: ${duration(seconds)}`,
    )
  const skills = packet.skills.lines
    .filter(({ id }) => goesIn(`skill:${id}`))
    .map(
      ({ id, name, first, last }) =>
        `- ${link(name, pathTo`/skills/${id}`)}: from ${levelNames[first].toLowerCase()} to ${levelNames[last].toLowerCase()}`,
    )
  const learnings = packet.learnings.lines
    .filter(({ id }) => goesIn(`learning:${id}`))
    .map(({ id, title, date }) => `- ${link(title, pathTo`/learnings/${id}`)} (${date})`)
  const feedback = packet.feedback.lines
    .filter(({ id }) => goesIn(`feedback:${id}`))
    .map(({ id, content, date, person }) => {
      const from = person === null ? '' : `${escapeMarkdown(person)}, `
      return `- ${link(content, pathTo`/feedback/${id}`)} (${from}${date})`
    })
  const parts = [
    `# ${escapeMarkdown(title)}`,
    `${escapeMarkdown(author)}, ${rangeText(from, to, '')}`,
    ...(introduction ? [introduction] : []),
    ...section('goals', goals),
    ...section('projects', projects),
    ...section('skills', skills),
    ...section('feedback', feedback),
    ...section('learnings', learnings),
  ]
  return `${parts.join('\n\n')}\n`
}

/** The document for a submitted form, with its dates, if they are valid, and checkboxes. */
const readForm = async (c: Context<App>, row: EvidenceDraft | undefined, draft: AnyDraft | undefined) => {
  const { DB } = c.env
  const { user, org } = c.var
  const typed: Record<string, string | undefined> = draft?.values ?? c.req.query()
  const { range, category } = EvidenceView.parse({
    from: typed.from_date ?? typed.from ?? row?.from_date,
    to: typed.to_date ?? typed.to ?? row?.to_date,
    category: typed.category ?? row?.category,
  })
  const { from, to } = range ?? lastYear(todayOf(c))
  const wanted = isOrg(typed.org) ? typed.org : (row?.org ?? org)
  const [packet, known] = await Promise.all([
    readDraftPacket(DB, user.id, { from_date: from, to_date: to, org: wanted, category }, c.var),
    categories(DB, user.id, org),
  ])
  return {
    packet,
    categories: known,
    today: todayOf(c),
    leftOut: parseExcludedLines({ ...draft?.values, left_out: row?.left_out ?? defaultExclusions(packet) }),
    values: {
      title: row?.title ?? newTitle(from, to),
      from_date: from,
      to_date: to,
      org: wanted,
      category,
      introduction: row?.introduction ?? '',
    },
  }
}

const formOf = async (c: Context<App>, row?: EvidenceDraft, draft?: AnyDraft) => (
  <EvidenceForm {...(await readForm(c, row, draft))} saved={row} draft={draft} />
)

const show = async (c: Context<App>, row: EvidenceDraft) => {
  // Switches to the draft's context, so that links of the page stay in it.
  if (c.req.query('org') === undefined && row.org !== c.var.org)
    return c.redirect(pathTo`/evidence/${row.id}?org=${row.org}`, 302)
  return c.render(
    <>
      <PageHead
        title={<bdi>{row.title}</bdi>}
        summary={<AuthorAndDates user={c.var.user} range={{ from: row.from_date, to: row.to_date }} />}
      />
      {await formOf(c, row)}
    </>,
    { title: row.title },
  )
}

const messages = { add: 'Draft saved', edit: 'Draft saved', delete: 'Draft deleted', restore: 'Draft restored' }

/** Fields compared in a conflict. */
const { org: _, ...compared } = evidenceKind.fields

const evidencePages: Pages<EvidenceDraft, NewEvidenceValues> = {
  create: NewEvidenceForm,
  edit: EvidenceFields,
  titleOf: ({ title }) => title,
  hrefOf: ({ id }) => pathTo`/evidence/${id}`,
  described: async (c, saved) => ({
    ...(await conflictFields(c, { ...evidenceKind, fields: compared }, saved)),
    shown: ['Lines that go in', (ids) => (ids === undefined ? 'as saved' : 'as chosen here')],
  }),
  newForm: (c, draft) => formOf(c, undefined, draft),
  editForm: formOf,
  editingRow: (_, content) => content,
  show,
  answer: (c, { action, id }) => {
    const toast = { message: messages[action], undo: action === 'delete' ? pathTo`/evidence/${id}/restore` : undefined }
    const back = action === 'restore' ? previousPath(c, '/evidence') : '/evidence'
    return respond(c, {
      toast,
      page: action === 'add' || action === 'edit' ? pathTo`/evidence/${id}` : back,
      fragments: async () => (
        <Drafts drafts={await latestDrafts(c.env.DB, c.var.user.id, c.var.org)} today={todayOf(c)} oob />
      ),
    })
  },
}

/** `/evidence` */
export const evidence = new Hono<App>()
  .get('/', async (c) => {
    const { user, org, orgTime: context } = c.var
    const view = EvidenceView.parse(parseRangeDates(c, c.req.query()))
    const page = await evidencePage(c.env.DB, user.id, { org, context }, view, todayOf(c))
    return c.render(<EvidencePage {...page} user={user} />, { title: 'Evidence' })
  })

  .post(
    '/markdown',
    form(NewEvidenceForm, 'Evidence', (c, draft) => evidencePages.newForm(c, draft)),
    async (c) => {
      const { title, introduction = '', category = '', org = c.var.org, ...values } = c.req.valid('form')
      const packet = await readDraftPacket(c.env.DB, c.var.user.id, { ...values, org, category }, c.var)
      const { origin } = new URL(c.req.url)
      const text = evidenceMarkdown({
        title,
        introduction,
        packet,
        leftOut: parseExcludedLines(values),
        author: authorOf(c.var.user),
        origin,
      })
      const name = `evidence-${values.from_date}-${values.to_date}.md`
      return fileDownload(c, { name, type: markdownType }, text)
    },
  )

  .route('/', resourcePages(evidenceResource, evidencePages))
