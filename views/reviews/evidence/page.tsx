import { type Categories, categoryOptions } from '../../../functions/goals/goals/labels'
import type { Range } from '../../../functions/lib/days'
import type { User } from '../../../functions/lib/env'
import { plural, rangeText } from '../../../functions/lib/format'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import { idsThatGoIn, lineIds, notSuggested, type Packet, shownIds } from '../../../functions/reviews/evidence/packet'
import { type EvidencePage as Page, rangesUpTo } from '../../../functions/reviews/evidence/page-data'
import { type EvidenceDraft, introductionLimit, newTitle, titleLimit } from '../../../functions/reviews/evidence/schema'
import { Actions, Button, Menu } from '../../ui/button'
import { Field, type Option, optionsOf, Select, textRows } from '../../ui/field'
import { drafted, EditForm, Editor, ErrorSummary, Fields, Toolbar } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { editsInPlace, MenuLink, MenuPost, Row } from '../../ui/item'
import { Module } from '../../ui/reorder'
import { Fold, PageHead, RowActions, RowList, RowTitle, TextLink } from '../../ui/section'
import { Document } from './document'

/** The categories to choose from; one that no goal has any more stays chosen. */
const categoryChoices = (known: Categories, chosen: string): Option[] => {
  const options = optionsOf(categoryOptions(known))
  const isListed = chosen === '' || options.some(({ value }) => value === chosen)
  return [{ value: '', label: 'All categories' }, ...options, ...(isListed ? [] : [{ value: chosen, label: chosen }])]
}

type EvidenceFormProps = {
  values: Record<'title' | 'from_date' | 'to_date' | 'org' | 'category' | 'introduction', string>
  leftOut: string[]
  packet: Packet
  categories: Categories
  /** A draft that is kept: its id and version. */
  saved?: { id: string; seq: number | string }
  draft?: AnyDraft
}

const Dates = ({
  from,
  to,
  category,
  options,
}: Record<'from' | 'to' | 'category', ReturnType<ReturnType<typeof drafted>>> & { options: Option[] }) => (
  <div class="print-hide">
    <Fields>
      <Field label="From" type="date" required {...from} />
      <Field label="To" type="date" required {...to} />
      <Select label="Category" options={options} {...category} />
    </Fields>
  </div>
)

type Author = Pick<User, 'username' | 'email'>

export const authorOf = ({ username, email }: Author) => username || (email ?? '')

/** Whose evidence it is, and of which dates. */
export const AuthorAndDates = ({ user, range }: { user: Author; range: Range }) => (
  <>
    <bdi>{authorOf(user)}</bdi>, {rangeText(range.from, range.to, '')}
  </>
)

/** Shows the boxes of all lines, with buttons that tick them again. Without script these save. */
const Choosing = ({ packet, open }: { packet: Packet; open: boolean }) => {
  const unticked = { suggested: notSuggested(packet), all: [], none: lineIds(packet) }
  return (
    <div class="choosing print-hide">
      <label class="check">
        <input type="checkbox" checked={open} autocomplete="off" />
        Choose what goes in
      </label>
      <Actions>
        {Object.entries(unticked).map(([which, ids]) => (
          <Button small name="unticks" value={ids.join(' ')}>
            Tick {which}
          </Button>
        ))}
      </Actions>
    </div>
  )
}

type BarProps = { lines: number; id?: string }

/** Always in view below the lines. client/evidence.ts counts these and copies. */
const Bar = ({ lines, id }: BarProps) => (
  <div class="page-foot">
    <p role="status" id="evidence-count">
      {plural(lines, 'line')}
    </p>
    <Actions>
      <Button variant="primary">Save</Button>
      <Button type="button" data-copies>
        Copy
      </Button>
      <Button type="button" data-prints>
        Print
      </Button>
      <Menu label="More">
        <button type="submit" formaction="/evidence/markdown" formmethod="post">
          <Icon name="download" />
          Download as markdown
        </button>
        {id && (
          <>
            <MenuLink href="/evidence" icon="evidence" label="All drafts" />
            <button type="submit" class="bad" formaction={`/evidence/${id}/delete`} formnovalidate>
              <Icon name="trash" />
              Delete
            </button>
          </>
        )}
      </Menu>
    </Actions>
    <Module name="evidence" />
  </div>
)

/** A document with its words; the buttons keep it, copy it or download it as it is shown. */
export const EvidenceForm = ({ values, leftOut, packet, categories, saved, draft }: EvidenceFormProps) => {
  const field = drafted(values, draft, 'evidence')
  const hidden = (names: (keyof typeof values)[]) =>
    names.map((name) => <input type="hidden" name={name} value={field(name).value ?? ''} />)
  const out = new Set(leftOut)
  const lines = idsThatGoIn(packet, out).length
  const hasOwnDates = saved !== undefined || draft !== undefined
  return (
    <div class="paper">
      <EditForm label="Evidence" action={saved ? `/evidence/${saved.id}` : '/evidence'} id="evidence">
        {saved && <input type="hidden" name="seq" value={draft?.values.seq ?? saved.seq} />}
        {/* Enter in a field presses the first button of a form. */}
        <button type="submit" hidden />
        <ErrorSummary errors={['seq', 'org', 'shown', 'unticks'].flatMap((name) => draft?.errors[name] ?? [])} />
        {hidden(hasOwnDates ? ['org'] : ['org', 'from_date', 'to_date', 'category'])}
        <input type="hidden" name="shown" value={shownIds(packet).join(' ')} />
        <details open={hasOwnDates}>
          <summary class="link print-hide">Title and introduction</summary>
          <div class="evidence-head">
            <div class="print-hide">
              <Field label="Title" required maxlength={titleLimit} dir="auto" {...field('title')} />
            </div>
            <Field
              label="Introduction"
              type="textarea"
              rows={textRows(String(field('introduction').value ?? ''), 1)}
              maxlength={introductionLimit}
              dir="auto"
              placeholder="What this document is for, in Markdown"
              {...field('introduction')}
            />
          </div>
          {hasOwnDates && (
            <Dates
              from={field('from_date')}
              to={field('to_date')}
              category={field('category')}
              options={categoryChoices(categories, packet.category)}
            />
          )}
        </details>
        {lineIds(packet).length > 0 && <Choosing packet={packet} open={lines === 0} />}
        <Document packet={packet} leftOut={out} />
        <Bar lines={lines} id={saved?.id} />
      </EditForm>
    </div>
  )
}

export const DraftItem = ({ draft, today }: { draft: EvidenceDraft; today: string }) => (
  <Row
    id={`draft-${draft.id}`}
    title={<RowTitle href={`/evidence/${draft.id}`} name={draft.title} />}
    facts={[rangeText(draft.from_date, draft.to_date, today)]}
    actions={
      <RowActions>
        <Menu label={`More for ${draft.title}`}>
          <a {...editsInPlace(`/evidence/${draft.id}`)} href={`/evidence/${draft.id}#evidence-title`}>
            <Icon name="edit" />
            Rename
          </a>
          <MenuPost action={`/evidence/${draft.id}/delete`} label="Delete" icon="trash" danger />
        </Menu>
      </RowActions>
    }
  />
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
      <Fold id="drafts" title="Drafts" summary={drafts.length} open={oob}>
        <RowList rows={drafts} item={(draft) => <DraftItem draft={draft} today={today} />} />
        <p class="section">
          <TextLink href="/deleted">Recently deleted</TextLink>
        </p>
      </Fold>
    )}
  </div>
)

type RangesProps = Pick<Page, 'packet' | 'categories' | 'today'>

/** The dates of the document, with fields for others and for the category. */
const Ranges = ({ packet: { range, category }, categories, today }: RangesProps) => {
  const isCurrent = ({ from, to }: Range) => from === range.from && to === range.to
  const ranges = Object.entries(rangesUpTo(today))
  return (
    <>
      <nav class="ranges" aria-label="Range">
        {ranges.map(([name, one]) => (
          <a
            href={`/evidence?${new URLSearchParams({ ...one, category })}`}
            aria-current={isCurrent(one) ? 'true' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <details open={category !== '' || !ranges.some(([, one]) => isCurrent(one))}>
        <summary class="link">Other dates or a category</summary>
        <Toolbar action="/evidence" label="Dates and category">
          <Field label="From" name="from" type="date" required value={range.from} />
          <Field label="To" name="to" type="date" required value={range.to} />
          <Select label="Category" name="category" options={categoryChoices(categories, category)} value={category} />
        </Toolbar>
      </details>
    </>
  )
}

/** `/evidence` */
export const EvidencePage = ({ packet, drafts, categories, today, org, user }: Page & { user: Author }) => {
  const { range, category } = packet
  return (
    <>
      <PageHead title="Evidence" summary={<AuthorAndDates user={user} range={range} />} />
      <Ranges packet={packet} categories={categories} today={today} />
      <Drafts drafts={drafts} today={today} />
      <EvidenceForm
        values={{
          title: newTitle(range.from, range.to),
          from_date: range.from,
          to_date: range.to,
          org,
          category,
          introduction: '',
        }}
        leftOut={notSuggested(packet)}
        {...{ packet, categories }}
      />
    </>
  )
}
