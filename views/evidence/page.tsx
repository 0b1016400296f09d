import type { DraftName, EvidencePage as Page } from '../../functions/evidence/page-data'
import { type EvidenceDraft, titleLimit } from '../../functions/evidence/schema'
import { rangeText } from '../../functions/lib/format'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { LookBackTabs } from '../period-reviews/tabs'
import { ActButton, ActLink } from '../ui/button'
import { Editor } from '../ui/editor'
import { Field, Select } from '../ui/field'
import { drafted, Toolbar } from '../ui/form'
import { RowActions, RowMeta, Rows, RowTitle } from '../ui/rows'
import { PageHead, Section, TextLink } from '../ui/section'
import { categoryChoices, EvidenceForm } from './form'

export const DraftItem = ({ draft, today }: { draft: DraftName; today: string }) => (
  <li id={`draft-${draft.id}`}>
    <div>
      <RowTitle href={`/evidence/${draft.id}`}>
        <bdi>{draft.title}</bdi>
      </RowTitle>
      <RowMeta parts={[rangeText(draft.from_date, draft.to_date, today)]} />
    </div>
    <RowActions>
      <ActLink
        icon="edit"
        label={`Rename ${draft.title}`}
        href={`/evidence/${draft.id}#evidence-title`}
        hx-get={`/evidence/${draft.id}/edit`}
        hx-target="closest li"
        hx-swap="outerHTML"
      />
      <form
        method="post"
        action={`/evidence/${draft.id}/delete`}
        hx-post={`/evidence/${draft.id}/delete`}
        hx-target="closest li"
        hx-swap="outerHTML swapEmpty:true"
      >
        <ActButton icon="trash" label={`Delete ${draft.title}`} />
      </form>
    </RowActions>
  </li>
)

/** Fields that a new name comes with. */
const unseen = ['from_date', 'to_date', 'org'] as const

/** Takes the place of a draft in the list while it is renamed. */
export const RenameDraft = ({ row, draft }: { row: EvidenceDraft; draft?: AnyDraft }) => {
  const values = { title: row.title, from_date: row.from_date, to_date: row.to_date, org: row.org }
  const field = drafted(values, draft, `draft-${row.id}`)
  const errors = Object.entries(draft?.errors ?? {}).flatMap(([name, messages]) =>
    name === 'title' ? [] : (messages ?? []),
  )
  return (
    <Editor
      label={`Rename ${row.title}`}
      url={`/evidence/${row.id}`}
      cancel="/evidence"
      seq={draft?.values.seq ?? row.seq}
      seqErrors={errors}
      rowId={`draft-${row.id}`}
    >
      {unseen.map((name) => (
        <input type="hidden" name={name} value={field(name).value} />
      ))}
      <Field label="Title" required maxlength={titleLimit} dir="auto" {...field('title')} data-autofocus />
    </Editor>
  )
}

/** The drafts that are kept; nothing without any. */
export const Drafts = ({ drafts, today, oob }: Pick<Page, 'drafts' | 'today'> & { oob?: boolean }) => (
  <div id="draft-list" class="print-hide" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {drafts.length > 0 && (
      <Section id="drafts" title="Drafts" aside={<TextLink href="/deleted">Recently deleted</TextLink>}>
        <Rows>
          {drafts.map((draft) => (
            <DraftItem draft={draft} today={today} />
          ))}
        </Rows>
      </Section>
    )}
  </div>
)

/** `/evidence` */
export const EvidencePage = ({ packet, drafts, categories, today, org }: Page) => {
  const { range, category } = packet
  const words = rangeText(range.from, range.to, '')
  return (
    <>
      <PageHead title="Evidence" summary={words} />
      <LookBackTabs current="/evidence" />
      <Toolbar action="/evidence" label="Dates and category">
        <Field label="From" name="from" type="date" required value={range.from} />
        <Field label="To" name="to" type="date" required value={range.to} />
        <Select label="Category" name="category" options={categoryChoices(categories, category)} value={category} />
      </Toolbar>
      <Drafts drafts={drafts} today={today} />
      <EvidenceForm
        values={{
          title: `Evidence, ${words}`,
          from_date: range.from,
          to_date: range.to,
          org,
          category,
          introduction: '',
        }}
        leftOut={[]}
        {...{ packet, categories }}
      />
    </>
  )
}
