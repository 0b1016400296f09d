import type { Context } from 'hono'
import { DraftItem, Drafts, EvidenceForm, RenameDraft } from '../../../views/reviews/evidence/page'
import { LookBackTabs } from '../../../views/reviews/period-reviews/tabs'
import { EditingRow } from '../../../views/ui/form'
import { PageHead } from '../../../views/ui/section'
import { categories } from '../../goals/goals/labels'
import { type App, todayOf } from '../../lib/env'
import { rangeText } from '../../lib/format'
import { isOrg } from '../../lib/org'
import type { AnyDraft, Pages } from '../../lib/resource/pages'
import { cameFrom, respond, wantsFragment } from '../../lib/respond'
import { EvidenceView, lastYear, latestDrafts, packetOf } from './page-data'
import { leftOutOf } from './resource'
import { type EvidenceDraft, EvidenceForm as EvidenceFields, NewEvidenceForm, type NewEvidenceValues } from './schema'

/** The document with the dates that were typed, as far as they make a range, and with the boxes as they were ticked. */
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
    packetOf(DB, user.id, { from_date: from, to_date: to, org: wanted, category }, c.var),
    categories(DB, user.id, org),
  ])
  return {
    packet,
    categories: known,
    leftOut: leftOutOf({ ...draft?.values, left_out: row?.left_out }),
    values: {
      title: row?.title ?? `Evidence, ${rangeText(from, to, '')}`,
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
  if (wantsFragment(c)) return c.render(<DraftItem draft={row} today={todayOf(c)} />)
  // The page shows what the draft does, so that its links lead on there.
  if (c.req.query('org') === undefined && row.org !== c.var.org)
    return c.redirect(`/evidence/${row.id}?org=${row.org}`, 302)
  return c.render(
    <>
      <PageHead title={<bdi>{row.title}</bdi>} summary={rangeText(row.from_date, row.to_date, '')} />
      <LookBackTabs current="/evidence" />
      {await formOf(c, row)}
    </>,
    { title: row.title },
  )
}

const messages = { add: 'Draft saved', edit: 'Draft saved', delete: 'Draft deleted', restore: 'Draft restored' }

export const evidencePages: Pages<EvidenceDraft, NewEvidenceValues> = {
  create: NewEvidenceForm,
  edit: EvidenceFields,
  titleOf: ({ title }) => title,
  hrefOf: ({ id }) => `/evidence/${id}`,
  described: () => ({
    title: ['Title'],
    from_date: ['From'],
    to_date: ['To'],
    category: ['Category'],
    introduction: ['Introduction'],
    shown: ['Lines that go in', (ids) => (ids === undefined ? 'as saved' : 'as chosen here')],
  }),
  newForm: (c, draft) => formOf(c, undefined, draft),
  // In the list only the name is edited.
  editForm: (c, row, draft) => (wantsFragment(c) ? <RenameDraft row={row} draft={draft} /> : formOf(c, row, draft)),
  editingRow: (row, content) => <EditingRow id={`draft-${row.id}`}>{content}</EditingRow>,
  show,
  answer: (c, { action, id }) => {
    const toast = { message: messages[action], undo: action === 'delete' ? `/evidence/${id}/restore` : undefined }
    const back = action === 'restore' ? cameFrom(c, '/evidence') : '/evidence'
    return respond(c, {
      toast,
      page: action === 'add' || action === 'edit' ? `/evidence/${id}` : back,
      fragments: async () => (
        <Drafts drafts={await latestDrafts(c.env.DB, c.var.user.id, c.var.org)} today={todayOf(c)} oob />
      ),
    })
  },
}
